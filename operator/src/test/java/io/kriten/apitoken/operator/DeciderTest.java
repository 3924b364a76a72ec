package io.kriten.apitoken.operator;

import static io.kriten.apitoken.operator.Samples.CREATED;
import static io.kriten.apitoken.operator.Samples.PEPPERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.crds.ApiTokenStatus;
import io.kriten.apitoken.crds.Conditions;
import io.kriten.apitoken.crds.Delivery;
import io.kriten.apitoken.crds.DigestRecord;
import io.kriten.apitoken.crds.OwnerPolicy;
import io.kriten.apitoken.crds.Verdict;
import io.kriten.apitoken.keys.Peppers;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DeciderTest {

  private static final Instant NOW = CREATED.plusSeconds(60);
  private static final List<List<String>> FACTS =
      List.of(
          List.of("Secret", "Response", "Unknown"),
          List.of("there", "gone"),
          List.of("absent", "foreign", "sealed", "unsealed"),
          List.of("no", "yes"),
          List.of("covers", "young", "broken"),
          List.of("absent", "fresh", "overdue", "foreign"),
          List.of("absent", "ours", "foreign"),
          List.of("Open", "Fetched", "Withdrawn", "KeyMissing"));
  private static final DecisionTable KEY = DecisionTable.under("The key");
  private static final DecisionTable HANDING_OVER = DecisionTable.under("The handing over");

  private final Decider decider = new Decider(new OwnerPolicy(false), Duration.ZERO);

  /** One combination: mode, peppers, digest, hint, guard, delivery, access, handover. */
  static Stream<List<String>> combinations() {
    List<List<String>> all = List.of(List.of());
    for (List<String> values : FACTS) {
      List<List<String>> longer = new ArrayList<>();
      for (List<String> start : all) {
        for (String value : values) {
          List<String> combination = new ArrayList<>(start);
          combination.add(value);
          longer.add(List.copyOf(combination));
        }
      }
      all = longer;
    }
    return all.stream();
  }

  @Test
  void allCombinationsAreTried() {
    assertThat(combinations()).doesNotHaveDuplicates().hasSize(3 * 2 * 4 * 2 * 3 * 4 * 3 * 4);
  }

  @Test
  void isTheOneOfTheTables() {
    assertThat(combinations()).allSatisfy(this::check);
  }

  private void check(List<String> facts) {
    List<String> key = KEY.outcome(facts.subList(0, facts.size() - 1).toArray(String[]::new));
    String hasKey = facts.get(3).equals("yes") || key.get(1).equals("Active") ? "yes" : "no";
    String state = key.get(1).equals("KeyMissing") ? "lost" : hasKey;
    List<String> handingOver =
        HANDING_OVER.outcome(facts.get(0), state, facts.get(5), facts.get(7));

    Decision decision = decider.decide(observation(facts), NOW);

    assertThat(nameOf(decision.action()))
        .isEqualTo(key.get(0).equals("-") ? handingOver.get(0) : key.get(0));
    assertThat(decision.verdict().reason().name()).isEqualTo(key.get(1));
    assertThat(decision.verdict().message()).isNotBlank().endsWith(".");
    assertThat(ready(decision)).isEqualTo(key.get(1).equals("Active") ? "True" : "False");
    assertThat(delivered(decision)).isEqualTo(handingOver.get(1));
    assertThat(decision.status().keyHint())
        .isEqualTo(hasKey.equals("yes") ? Samples.KEY.hint() : null);
    assertThat(decision.status().deliverySecret())
        .isEqualTo(
            handingOver.get(1).equals("True InSecret")
                ? "apitoken-key-" + Samples.UID + "-1"
                : null);
  }

  /** The promises that no table shows: whatever else holds, a key is made under these alone. */
  @Test
  void noKeyIsMadeUnless() {
    assertThat(combinations()).allSatisfy(this::makesNoKeyUnless);
  }

  private void makesNoKeyUnless(List<String> facts) {
    Decision decision = decider.decide(observation(facts), NOW);

    if (decision.action().filter(Action::makesKey).isPresent()) {
      assertThat(facts.subList(0, 5)).containsExactly("Secret", "there", "absent", "no", "covers");
      assertThat(facts.subList(5, 7)).doesNotContain("foreign", "overdue");
    }
  }

  @Test
  void nothingIsDoneAboutATokenThatIsGoing() {
    assertThat(combinations()).allSatisfy(this::leavesAGoingTokenAlone);
  }

  private void leavesAGoingTokenAlone(List<String> facts) {
    Observation seen = observation(facts);
    seen.token().getMetadata().setDeletionTimestamp(CREATED.toString());

    Decision decision = decider.decide(seen, NOW);

    assertThat(decision.action()).isEmpty();
    assertThat(decision.verdict().reason()).isEqualTo(Verdict.Reason.Deleting);
    assertThat(ready(decision)).isEqualTo("False");
    assertThat(decision.status().keyHint()).isEqualTo(TokenFacts.keyHint(seen.token()));
  }

  @Test
  void noKeyIsMadeForAForbiddenOwner() {
    assertThat(combinations()).allSatisfy(this::makesNoKeyForAForbiddenOwner);
  }

  private void makesNoKeyForAForbiddenOwner(List<String> facts) {
    Observation seen = observation(facts);
    seen.token()
        .setSpec(
            Samples.actingAs("system:admin", Set.of("system:masters"), seen.token().getSpec()));

    Decision decision = decider.decide(seen, NOW);

    assertThat(decision.action().filter(Action::makesKey)).isEmpty();
    assertThat(decision.verdict().reason()).isEqualTo(Verdict.Reason.OwnerForbidden);
  }

  private static Observation observation(List<String> facts) {
    ApiToken token = Samples.token(Delivery.Mode.valueOf(facts.get(0)));
    List<Condition> conditions =
        facts.get(7).equals("Open")
            ? List.of()
            : List.of(
                new ConditionBuilder()
                    .withType(Conditions.DELIVERED)
                    .withStatus("True")
                    .withReason(facts.get(7))
                    .build());
    String hint = facts.get(3).equals("yes") ? Samples.KEY.hint() : null;
    token.setStatus(new ApiTokenStatus(conditions, hint, null));
    return new Observation(
        token,
        digest(facts.get(2), token),
        delivery(facts.get(5), token),
        Claim.valueOf(facts.get(6).toUpperCase(Locale.ROOT)),
        Handover.of(token),
        Set.of(),
        guard(facts.get(4)),
        facts.get(1).equals("there")
            ? PepperStanding.of(PEPPERS)
            : PepperStanding.missing("There is none."));
  }

  private static Found<DigestRecord> digest(String fact, ApiToken token) {
    return switch (fact) {
      case "absent" -> Found.absent();
      case "foreign" -> Found.foreign();
      case "sealed" -> Found.ours(Samples.digest(token));
      default ->
          Found.ours(
              DigestRecord.seal(
                  token, Samples.KEY, Peppers.generate(new SecureRandom()).current()));
    };
  }

  private static Found<KeySecret> delivery(String fact, ApiToken token) {
    return switch (fact) {
      case "absent" -> Found.absent();
      case "foreign" -> Found.foreign();
      case "fresh" ->
          Found.ours(
              new KeySecret(Samples.digest(token), NOW.minus(Duration.ofHours(1)).plusNanos(1)));
      default -> Found.ours(new KeySecret(Samples.digest(token), NOW.minus(Duration.ofHours(1))));
    };
  }

  private static GuardStanding guard(String fact) {
    return switch (fact) {
      case "covers" -> GuardStanding.inForceSince(CREATED.minus(GuardStanding.GRACE));
      case "young" -> GuardStanding.inForceSince(CREATED.minus(GuardStanding.GRACE).plusNanos(1));
      default -> GuardStanding.broken("There is no such policy.");
    };
  }

  private static String nameOf(Optional<Action> action) {
    return action.map(a -> a.getClass().getSimpleName()).orElse("-");
  }

  private static String ready(Decision decision) {
    return condition(decision, Conditions.READY).getStatus();
  }

  private static String delivered(Decision decision) {
    Condition delivered = condition(decision, Conditions.DELIVERED);
    return delivered.getStatus() + " " + delivered.getReason();
  }

  private static Condition condition(Decision decision, String type) {
    return decision.status().conditions().stream()
        .filter(c -> c.getType().equals(type))
        .findFirst()
        .orElseThrow();
  }
}

package io.kriten.apitoken.api.index;

import static io.kriten.apitoken.api.index.Fixture.ALICE;
import static io.kriten.apitoken.api.index.Fixture.BOB;
import static io.kriten.apitoken.api.index.Fixture.NAMESPACE;
import static io.kriten.apitoken.api.index.Fixture.OTHER_UID;
import static io.kriten.apitoken.api.index.Fixture.UID;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.crds.Owner;
import io.kriten.apitoken.crds.OwnerPolicy;
import io.kriten.apitoken.keys.TokenKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tokens and digests come by two watches, each in order, the two in any order. Whatever that is,
 * the end is the same, and on the way a key is never accepted that is not so by what was told.
 */
class EventOrderTest {

  private static final Fixture GIVEN = new Fixture();
  private static final TokenKey KEY = GIVEN.key();
  private static final TokenKey NEW_KEY = GIVEN.key();
  private static final ApiToken TOKEN = Fixture.token(10);
  private static final Secret DIGEST = GIVEN.digest(TOKEN, KEY, 11);
  private static final ApiToken ROTATED = Fixture.token(UID, ALICE, 2, 20);
  private static final Secret NEW_DIGEST = GIVEN.digest(ROTATED, NEW_KEY, 21);
  private static final ApiToken SUCCESSOR = Fixture.token(OTHER_UID, BOB, 1, 20);
  private static final Secret SUCCESSORS = GIVEN.digest(SUCCESSOR, NEW_KEY, 21);
  private static final Owner ROOT = new Owner("root", null, Set.of("system:masters"));

  private interface Event extends Consumer<TokenIndex> {}

  /**
   * @param state what becomes of the first key
   * @param newState what becomes of the second one
   */
  private record Case(
      String name, List<Event> tokens, List<Event> digests, String state, String newState) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Event told(ApiToken token) {
    return index -> index.tokens(NAMESPACE).changed(token);
  }

  private static Event told(Secret secret) {
    return index -> index.digests(NAMESPACE).changed(secret);
  }

  private static Event gone(ApiToken token) {
    return index -> index.tokens(NAMESPACE).deleted(token);
  }

  private static Event gone(Secret secret) {
    return index -> index.digests(NAMESPACE).deleted(secret);
  }

  private static Secret renamed(Secret secret, String name) {
    return new SecretBuilder(secret).editMetadata().withName(name).endMetadata().build();
  }

  static Stream<Case> cases() {
    return Stream.of(
        new Case("made", List.of(told(TOKEN)), List.of(told(DIGEST)), "Active", "Unknown"),
        new Case("no token", List.of(), List.of(told(DIGEST)), "Unknown", "Unknown"),
        new Case("no digest", List.of(told(TOKEN)), List.of(), "Unknown", "Unknown"),
        new Case(
            "disabled",
            List.of(told(TOKEN), told(Fixture.disabled(20))),
            List.of(told(DIGEST)),
            "Disabled",
            "Unknown"),
        new Case(
            "enabled again",
            List.of(told(TOKEN), told(Fixture.disabled(20)), told(Fixture.token(21))),
            List.of(told(DIGEST)),
            "Active",
            "Unknown"),
        new Case(
            "being deleted in the foreground",
            List.of(told(TOKEN), told(Fixture.deleting(20))),
            List.of(told(DIGEST)),
            "Deleting",
            "Unknown"),
        new Case(
            "deleted, its digest not yet",
            List.of(told(TOKEN), gone(TOKEN)),
            List.of(told(DIGEST)),
            "Unknown",
            "Unknown"),
        new Case(
            "deleted with its digest",
            List.of(told(TOKEN), gone(TOKEN)),
            List.of(told(DIGEST), gone(DIGEST)),
            "Unknown",
            "Unknown"),
        new Case(
            "digest deleted",
            List.of(told(TOKEN)),
            List.of(told(DIGEST), gone(DIGEST)),
            "Unknown",
            "Unknown"),
        new Case(
            "digest restored from a backup",
            List.of(told(TOKEN)),
            List.of(told(DIGEST), gone(DIGEST), told(GIVEN.digest(TOKEN, KEY, 30))),
            "Active",
            "Unknown"),
        new Case(
            "rotated",
            List.of(told(TOKEN), told(ROTATED)),
            List.of(told(DIGEST), told(NEW_DIGEST)),
            "Unknown",
            "Active"),
        new Case(
            "rotated, the old digest swept",
            List.of(told(TOKEN), told(ROTATED)),
            List.of(told(DIGEST), told(NEW_DIGEST), gone(DIGEST)),
            "Unknown",
            "Active"),
        new Case(
            "the digest of an old serial brought back",
            List.of(told(TOKEN), told(ROTATED)),
            List.of(told(NEW_DIGEST), told(Fixture.copied(DIGEST, DIGEST, 30))),
            "Unknown",
            "Active"),
        new Case(
            "the digest of an old serial under the name of the new",
            List.of(told(TOKEN), told(ROTATED)),
            List.of(told(Fixture.copied(DIGEST, NEW_DIGEST, 30))),
            "Unsealed",
            "Unknown"),
        new Case(
            "made anew under the same name by another user",
            List.of(told(TOKEN), gone(TOKEN), told(SUCCESSOR)),
            List.of(told(DIGEST), told(SUCCESSORS)),
            "Unknown",
            "Active"),
        new Case(
            "a digest copied to another's token",
            List.of(told(TOKEN), told(SUCCESSOR)),
            List.of(told(DIGEST), told(Fixture.copied(DIGEST, SUCCESSORS, 30))),
            "Active",
            "Unknown"),
        new Case(
            "a digest copied to another's token, its own deleted",
            List.of(told(TOKEN), gone(TOKEN), told(SUCCESSOR)),
            List.of(told(DIGEST), gone(DIGEST), told(Fixture.copied(DIGEST, SUCCESSORS, 30))),
            "Unsealed",
            "Unknown"),
        new Case(
            "owner changed behind the API server's back",
            List.of(told(TOKEN), told(Fixture.token(UID, BOB, 1, 20))),
            List.of(told(DIGEST)),
            "Unsealed",
            "Unknown"),
        new Case(
            "owner changed and changed back",
            List.of(told(TOKEN), told(Fixture.token(UID, BOB, 1, 20)), told(Fixture.token(21))),
            List.of(told(DIGEST)),
            "Active",
            "Unknown"),
        new Case(
            "an owner that nobody may act as",
            List.of(told(TOKEN), told(Fixture.token(UID, ROOT, 1, 20))),
            List.of(told(DIGEST)),
            "OwnerForbidden",
            "Unknown"),
        new Case(
            "a digest under a name of its own",
            List.of(told(TOKEN)),
            List.of(told(renamed(DIGEST, "apitoken-digest-" + OTHER_UID + "-1"))),
            "Unknown",
            "Unknown"),
        new Case(
            "a digest without the type",
            List.of(told(TOKEN)),
            List.of(told(new SecretBuilder(DIGEST).withType("Opaque").build())),
            "Unknown",
            "Unknown"),
        new Case(
            "a digest whose owner reference was taken off",
            List.of(told(TOKEN)),
            List.of(
                told(DIGEST),
                told(
                    new SecretBuilder(DIGEST)
                        .editMetadata()
                        .withOwnerReferences(List.of())
                        .withResourceVersion("30")
                        .endMetadata()
                        .build())),
            "Unknown",
            "Unknown"),
        new Case(
            "a token without an owner",
            List.of(told(TOKEN), told(Fixture.token(UID, null, 1, 20))),
            List.of(told(DIGEST)),
            "Unknown",
            "Unknown"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void endsTheSameInEveryOrder(Case given) {
    for (List<Event> order : interleavings(given.tokens(), given.digests())) {
      TokenIndex index = new TokenIndex(new OwnerPolicy(false), List.of(NAMESPACE));
      index.use(GIVEN.peppers);
      order.forEach(event -> event.accept(index));
      assertThat(state(index, KEY)).isEqualTo(given.state());
      assertThat(state(index, NEW_KEY)).isEqualTo(given.newState());
    }
  }

  private static String state(TokenIndex index, TokenKey key) {
    return index
        .find(GIVEN.peppers.current().digest(key))
        .map(entry -> entry.verdict(Instant.EPOCH).reason().name())
        .orElse("Unknown");
  }

  private static List<List<Event>> interleavings(List<Event> a, List<Event> b) {
    if (a.isEmpty() || b.isEmpty()) {
      return List.of(a.isEmpty() ? b : a);
    }
    List<List<Event>> all = new ArrayList<>();
    interleavings(a.subList(1, a.size()), b).forEach(rest -> all.add(prepended(a.get(0), rest)));
    interleavings(a, b.subList(1, b.size())).forEach(rest -> all.add(prepended(b.get(0), rest)));
    return all;
  }

  private static List<Event> prepended(Event first, List<Event> rest) {
    return Stream.concat(Stream.of(first), rest.stream()).toList();
  }
}

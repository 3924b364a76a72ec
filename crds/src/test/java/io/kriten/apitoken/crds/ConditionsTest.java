package io.kriten.apitoken.crds;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConditionsTest {

  private static final Instant FIRST = Instant.parse("2030-01-31T12:00:00.7Z");
  private static final Instant LATER = Instant.parse("2030-01-31T13:00:00Z");

  private final ApiToken token = Samples.token();

  private void has(Condition... conditions) {
    token.setStatus(new ApiTokenStatus(List.of(conditions), null, null));
  }

  private Condition ready(boolean holds, String reason, String message, Instant now) {
    return Conditions.of(token, Conditions.READY, holds, reason, message, now);
  }

  @Test
  void aNewConditionBeginsNow() {
    Condition ready = ready(true, "Active", "The key is accepted.", FIRST);

    assertThat(ready.getType()).isEqualTo("Ready");
    assertThat(ready.getStatus()).isEqualTo("True");
    assertThat(ready.getReason()).isEqualTo("Active");
    assertThat(ready.getMessage()).isEqualTo("The key is accepted.");
    assertThat(ready.getLastTransitionTime()).isEqualTo("2030-01-31T12:00:00Z");
    assertThat(ready.getObservedGeneration()).isEqualTo(3);
  }

  @Test
  void theTransitionTimeStaysWhileTheStatusDoes() {
    has(ready(false, "Disabled", "The token is disabled.", FIRST));
    token.getMetadata().setGeneration(4L);

    Condition expired = ready(false, "Expired", "The token has expired.", LATER);

    assertThat(expired.getLastTransitionTime()).isEqualTo("2030-01-31T12:00:00Z");
    assertThat(expired.getReason()).isEqualTo("Expired");
    assertThat(expired.getMessage()).isEqualTo("The token has expired.");
    assertThat(expired.getObservedGeneration()).isEqualTo(4);
  }

  @Test
  void theTransitionTimeMovesWithTheStatus() {
    has(ready(false, "Disabled", "The token is disabled.", FIRST));

    assertThat(ready(true, "Active", "", LATER).getLastTransitionTime())
        .isEqualTo("2030-01-31T13:00:00Z");
  }

  @Test
  void aConditionOfAnotherTypeDoesNotCount() {
    has(Conditions.of(token, Conditions.DELIVERED, true, "Delivered", "", FIRST));

    assertThat(ready(true, "Active", "", LATER).getLastTransitionTime())
        .isEqualTo("2030-01-31T13:00:00Z");
    assertThat(Conditions.find(token, Conditions.READY)).isEmpty();
    assertThat(Conditions.find(token, Conditions.DELIVERED)).isPresent();
  }

  @Test
  void aConditionWithoutTransitionTimeGetsOne() {
    Condition incomplete = ready(true, "Active", "", FIRST);
    incomplete.setLastTransitionTime(null);
    has(incomplete);

    assertThat(ready(true, "Active", "", LATER).getLastTransitionTime())
        .isEqualTo("2030-01-31T13:00:00Z");
  }

  @Test
  void aTokenWithoutStatusHasNoConditions() {
    assertThat(Conditions.find(token, Conditions.READY)).isEmpty();
    token.setStatus(new ApiTokenStatus(null, null, null));
    assertThat(Conditions.find(token, Conditions.READY)).isEmpty();
  }

  @Test
  void readyTellsTheVerdict() {
    Evidence disabled = new Evidence(false, true, KeyState.SEALED, false, Expiry.NEVER);

    Condition ready = Conditions.ready(token, Verdict.of(disabled, FIRST), FIRST);

    assertThat(ready.getStatus()).isEqualTo("False");
    assertThat(ready.getReason()).isEqualTo("Disabled");
    assertThat(ready.getMessage()).isEqualTo("The token is disabled: spec.enabled is false.");
  }
}

package io.kriten.apitoken.api.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewSpec;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What is asked about callers, and how long the answers are remembered. */
class AccessReviewsTest {

  private static final Caller ALICE =
      new Caller(
          "alice", "u-1", Set.of("devs", "system:authenticated"), Map.of("k", List.of("v")), null);

  private final AtomicLong now = new AtomicLong();
  private final List<SubjectAccessReviewSpec> asked = new ArrayList<>();
  private UnaryOperator<SubjectAccessReview> apiServer = question -> answer(true);
  private final AccessReviews reviews =
      new AccessReviews(
          question -> {
            asked.add(question.getSpec());
            return apiServer.apply(question);
          },
          now::get);

  private static SubjectAccessReview answer(Boolean allowed) {
    return new SubjectAccessReviewBuilder()
        .withNewStatus()
        .withAllowed(allowed)
        .endStatus()
        .build();
  }

  private boolean mayPatch(Caller caller) {
    return reviews.may(caller, "patch", "apitokens", "a");
  }

  @Test
  void aYesIsRememberedForTenSeconds() {
    assertThat(mayPatch(ALICE)).isTrue();
    apiServer = question -> answer(false);
    now.addAndGet(Duration.ofSeconds(10).toNanos() - 1);
    assertThat(mayPatch(ALICE)).isTrue();
    assertThat(asked).hasSize(1);

    now.addAndGet(1);
    assertThat(mayPatch(ALICE)).isFalse();
  }

  @Test
  void aNoIsNeverRemembered() {
    apiServer = question -> answer(false);
    assertThat(mayPatch(ALICE)).isFalse();
    apiServer = question -> answer(null);
    assertThat(mayPatch(ALICE)).isFalse();
    apiServer = question -> answer(true);
    assertThat(mayPatch(ALICE)).isTrue();
    assertThat(asked).hasSize(3);
  }

  @Test
  void anOutageIsNoAnswerAndNotRemembered() {
    apiServer =
        question -> {
          throw new KubernetesClientException("connection refused");
        };
    assertThatThrownBy(() -> mayPatch(ALICE)).isInstanceOf(KubernetesClientException.class);
    apiServer = question -> answer(true);
    assertThat(mayPatch(ALICE)).isTrue();
  }

  @Test
  void aYesCountsForThatCallerAndThatQuestionOnly() {
    assertThat(mayPatch(ALICE)).isTrue();
    apiServer = question -> answer(false);
    assertThat(reviews.may(ALICE, "delete", "apitokens", "a")).isFalse();
    assertThat(reviews.may(ALICE, "patch", "apitokens", "b")).isFalse();
    assertThat(reviews.may(ALICE, "patch", "apitokens")).isFalse();
    assertThat(mayPatch(new Caller("alice", "u-1", Set.of(), ALICE.extra(), null))).isFalse();
    assertThat(mayPatch(new Caller("bob", "u-1", ALICE.groups(), ALICE.extra(), null))).isFalse();
  }

  @Test
  void theApiServerIsToldAllThatIsKnownOfTheCaller() {
    assertThat(mayPatch(ALICE)).isTrue();
    SubjectAccessReviewSpec question = asked.get(0);
    assertThat(question.getUser()).isEqualTo("alice");
    assertThat(question.getUid()).isEqualTo("u-1");
    assertThat(question.getGroups()).containsExactlyInAnyOrder("devs", "system:authenticated");
    assertThat(question.getExtra()).isEqualTo(ALICE.extra());
    assertThat(question.getResourceAttributes().getVerb()).isEqualTo("patch");
    assertThat(question.getResourceAttributes().getGroup()).isEqualTo("kriten.io");
    assertThat(question.getResourceAttributes().getResource()).isEqualTo("apitokens");
    assertThat(question.getResourceAttributes().getNamespace()).isEqualTo("apitokens");
    assertThat(question.getResourceAttributes().getName()).isEqualTo("a");
  }
}

package io.kriten.apitoken.api.doors;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.kriten.apitoken.api.index.Entry;
import io.kriten.apitoken.api.index.TokenIndex;
import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.crds.ApiTokenSpec;
import io.kriten.apitoken.crds.Owner;
import io.kriten.apitoken.crds.OwnerPolicy;
import io.kriten.apitoken.keys.Peppers;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which audiences kube-apiserver is told, by those that are configured and those it asks about. */
class KeyReviewAnswersTest {

  private static final UUID ID = UUID.fromString("11111111-1111-4111-8111-111111111111");
  private static final String ALICE =
      "{\"apiVersion\":\"authentication.k8s.io/v1\",\"kind\":\"TokenReview\",\"status\":"
          + "{\"authenticated\":true,\"user\":{\"username\":\"alice\",\"uid\":\"a-1\","
          + "\"groups\":[\"devs\"],\"extra\":{\"kriten.io/token-id\":[\""
          + ID
          + "\"]}}%s}}";

  private static Entry token() {
    TokenIndex index = new TokenIndex(new OwnerPolicy(false), List.of("apitokens"));
    index.use(Peppers.generate(new SecureRandom()));
    ApiToken token = new ApiToken();
    token.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace("apitokens")
            .withName("backup")
            .withUid(ID.toString())
            .withResourceVersion("1")
            .build());
    token.setSpec(
        new ApiTokenSpec(new Owner("alice", "a-1", Set.of("devs")), null, null, null, 1, null));
    index.wrote(token);
    return index.find(ID).orElseThrow();
  }

  private static List<String> list(String text) {
    return text == null ? List.of() : Stream.of(text.split(" ")).toList();
  }

  @ParameterizedTest
  @CsvSource({
    // configured, asked, told
    ",    ,    ",
    ",    x y, ",
    "a b, ,    a b",
    "a b, b,   b",
    "a b, b a, b a",
    "a b, x b, b",
    "a b, x,   none",
    "a b, x y, none"
  })
  void whatBothHaveAndNothingElse(String configured, String asked, String told) {
    String answer =
        new KeyReviewAnswers(list(configured)).accepted(token(), list(asked)).toString();
    if ("none".equals(told)) {
      assertThat(answer).isEqualTo(KeyReviewAnswers.REFUSED.toString()).doesNotContain("alice");
    } else {
      String audiences =
          told == null ? "" : ",\"audiences\":[\"" + String.join("\",\"", list(told)) + "\"]";
      assertThat(answer).isEqualTo(ALICE.formatted(audiences));
    }
  }
}

package io.kriten.apitoken.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.crds.DigestSecrets;
import org.junit.jupiter.api.Test;

class TokenSecretsTest {

  private final ApiToken token = Samples.token();
  private final Secret delivery =
      new SecretBuilder(KeySecrets.write(token, Samples.digest(token), Samples.KEY))
          .editMetadata()
          .withCreationTimestamp(Samples.CREATED.toString())
          .withResourceVersion("9")
          .endMetadata()
          .build();

  @Test
  void keepsAllOfADeliverySecretButTheKey() {
    Secret kept = TokenSecrets.withoutKey(delivery);

    assertThat(kept.getData()).containsOnlyKeys("digest", "seal", "pepper", "hint");
    assertThat(KeySecrets.read(kept, token))
        .contains(new KeySecret(Samples.digest(token), Samples.CREATED));
    assertThat(kept.getMetadata().getResourceVersion()).isEqualTo("9");
  }

  /** The watch hands the original on to others. */
  @Test
  void leavesTheOriginalAsItIs() {
    Secret untouched = new SecretBuilder(delivery).build();

    TokenSecrets.withoutKey(delivery);

    assertThat(delivery).isEqualTo(untouched);
  }

  @Test
  void keepsNothingOfWhatOthersLabelAsOurs() {
    String much = "A".repeat(1_000_000);
    Secret labelled = new SecretBuilder(delivery).withType("Opaque").addToData("x", much).build();
    Secret stuffed = new SecretBuilder(delivery).addToData("x", much).build();

    assertThat(TokenSecrets.withoutKey(labelled).getData()).isEmpty();
    assertThat(TokenSecrets.withoutKey(stuffed).getData()).doesNotContainKey("x");
  }

  @Test
  void whatIsKeptProvesNothing() {
    assertThat(KeySecrets.verify(delivery, token, Samples.PEPPERS)).isPresent();
    assertThat(KeySecrets.verify(TokenSecrets.withoutKey(delivery), token, Samples.PEPPERS))
        .isEmpty();
  }

  @Test
  void keepsAllOfADigestSecret() {
    Secret digest = DigestSecrets.write(token, Samples.digest(token));

    assertThat(DigestSecrets.read(TokenSecrets.withoutKey(digest))).contains(Samples.digest(token));
  }
}

package io.kriten.apitoken.crds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.kriten.apitoken.keys.Pepper;
import io.kriten.apitoken.keys.Peppers;
import io.kriten.apitoken.keys.TagKey;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PepperSecretsTest {

  private static final SecureRandom RANDOM = new SecureRandom();

  private final Peppers peppers =
      new Peppers(
          List.of(Pepper.generate(1, RANDOM), Pepper.generate(12, RANDOM)),
          12,
          TagKey.generate(RANDOM));
  private final Secret secret = PepperSecrets.write("apitoken-system", peppers);

  @Test
  void readsWhatItWrote() {
    assertThat(PepperSecrets.read(secret)).isEqualTo(peppers);
    assertThat(secret.getMetadata().getName()).isEqualTo("apitoken-pepper");
    assertThat(secret.getMetadata().getNamespace()).isEqualTo("apitoken-system");
    assertThat(secret.getData()).containsOnlyKeys("current", "tag", "pepper-1", "pepper-12");
  }

  @Test
  void aNewlineAfterTheCurrentVersionDoesNoHarm() {
    assertThat(PepperSecrets.read(with("current", "12\n"))).isEqualTo(peppers);
  }

  @Test
  void otherFieldsAreSkipped() {
    assertThat(PepperSecrets.read(with("note", "made in 2030"))).isEqualTo(peppers);
  }

  @ParameterizedTest
  @CsvSource({
    "current, Secret apitoken-pepper has no field current",
    "tag, Secret apitoken-pepper has no field tag",
    "pepper-12, 'the current pepper version is 12, but the known ones are [1]'"
  })
  void namesWhatIsMissing(String field, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> PepperSecrets.read(new SecretBuilder(secret).removeFromData(field).build()))
        .withMessage(message);
  }

  @ParameterizedTest
  @CsvSource({
    "current, 0",
    "current, 012",
    "current, -1",
    "current, 1.5",
    "current, ''",
    "current, 9999999999",
    "pepper-x, 01234567890123456789012345678901",
    "pepper-, 01234567890123456789012345678901",
    "pepper-01, 01234567890123456789012345678901",
    "pepper-0, 01234567890123456789012345678901"
  })
  void namesAFieldThatIsNoVersion(String field, String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PepperSecrets.read(with(field, value)))
        .withMessage("Secret apitoken-pepper: " + field + " does not name a version such as 1")
        .withNoCause();
  }

  @ParameterizedTest
  @CsvSource({"tag, the tag key must be 32 bytes long", "pepper-1, pepper 1 must be 32 bytes long"})
  void namesAFieldOfTheWrongLengthAndNoValue(String field, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PepperSecrets.read(with(field, "swordfish")))
        .withMessage(message + ", not 9")
        .withNoCause();
  }

  @ParameterizedTest
  @CsvSource({"tag", "pepper-1", "current"})
  void namesAFieldThatIsNoBase64AndNoValue(String field) {
    Secret broken = new SecretBuilder(secret).addToData(field, "sword-fish").build();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> PepperSecrets.read(broken))
        .withMessage("Secret apitoken-pepper: " + field + " is no base64")
        .withNoCause();
  }

  @Test
  void anEmptySecretHasNoCurrentVersion() {
    for (Secret empty :
        List.of(
            new SecretBuilder(secret).withData(null).build(),
            new SecretBuilder(secret).withData(Map.of()).build())) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> PepperSecrets.read(empty))
          .withMessage("Secret apitoken-pepper has no field current");
    }
  }

  private Secret with(String field, String value) {
    return new SecretBuilder(secret)
        .addToData(
            field, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)))
        .build();
  }
}

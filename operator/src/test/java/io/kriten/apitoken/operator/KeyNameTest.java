package io.kriten.apitoken.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.kriten.apitoken.crds.Labels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyNameTest {

  private static final KeyName KEY = new KeyName(Samples.UID, Integer.MAX_VALUE);

  @Test
  void isReadFromTheNamesThatItGives() {
    assertThat(KeyName.of(secret(KEY.digest(), Labels.DIGEST_TYPE))).contains(KEY);
    assertThat(KeyName.of(secret(KEY.delivery(), Labels.KEY_TYPE))).contains(KEY);
  }

  @Test
  void theTypeMustFitTheName() {
    assertThat(KeyName.of(secret(KEY.digest(), Labels.KEY_TYPE))).isEmpty();
    assertThat(KeyName.of(secret(KEY.delivery(), Labels.DIGEST_TYPE))).isEmpty();
    assertThat(KeyName.of(secret(KEY.delivery(), "Opaque"))).isEmpty();
    assertThat(KeyName.of(secret(KEY.delivery(), null))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "apitoken-pepper",
        "apitoken-digest-u",
        "apitoken-digest--1",
        "apitoken-digest-u-01",
        "apitoken-digest-u-x",
        "apitoken-digest-u-99999999999",
        "other-digest-u-1"
      })
  void anyOtherNameIsNone(String name) {
    assertThat(KeyName.of(secret(name, Labels.DIGEST_TYPE))).isEmpty();
  }

  private static Secret secret(String name, String type) {
    return new SecretBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .withType(type)
        .build();
  }
}

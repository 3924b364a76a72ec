package io.kriten.apitoken.crds;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DigestSecretsTest {

  private final ApiToken token = Samples.token();
  private final DigestRecord record = Samples.digest(token);
  private final Secret secret = DigestSecrets.write(token, record);

  @Test
  void isImmutableTypedLabelledAndGoneWithItsToken() {
    assertThat(secret.getMetadata().getName()).isEqualTo("apitoken-digest-" + Samples.UID + "-1");
    assertThat(secret.getMetadata().getNamespace()).isEqualTo("apitokens");
    assertThat(secret.getType()).isEqualTo("kriten.io/api-token-digest");
    assertThat(secret.getImmutable()).isTrue();
    assertThat(secret.getMetadata().getLabels())
        .isEqualTo(Map.of("kriten.io/component", "digest", "kriten.io/token", "ci"));
    assertThat(secret.getMetadata().getOwnerReferences())
        .containsExactly(
            new OwnerReference("kriten.io/v1alpha1", false, true, "ApiToken", "ci", Samples.UID));
    assertThat(secret.getData()).containsOnlyKeys("digest", "seal", "pepper", "hint");
  }

  @Test
  void readsWhatItWrote() {
    Secret served = Serialization.unmarshal(Serialization.asJson(secret), Secret.class);

    assertThat(DigestSecrets.read(served)).contains(record);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 10, 999_999_999, 1_000_000_000, Integer.MAX_VALUE})
  void readsEverySerialThatATokenCanHave(int serial) {
    ApiToken rotated = Samples.token(Samples.UID, Samples.ALICE, serial);
    DigestRecord digest = Samples.digest(rotated);

    assertThat(DigestSecrets.read(DigestSecrets.write(rotated, digest))).contains(digest);
  }

  @ParameterizedTest
  @CsvSource({
    "UID, apitoken-digest-another-uid-1",
    "UID, apitoken-digest-c38ef92a-522e-41bb-ae5b-ab29a16727d4",
    "UID, apitoken-digest-c38ef92a-522e-41bb-ae5b-ab29a16727d4-",
    "UID, apitoken-digest-c38ef92a-522e-41bb-ae5b-ab29a16727d4-0",
    "UID, apitoken-digest-c38ef92a-522e-41bb-ae5b-ab29a16727d4-01",
    "UID, apitoken-digest-c38ef92a-522e-41bb-ae5b-ab29a16727d4-+1",
    "UID, apitoken-digest-c38ef92a-522e-41bb-ae5b-ab29a16727d4--1",
    "UID, apitoken-digest-c38ef92a-522e-41bb-ae5b-ab29a16727d4-1-1",
    "UID, apitoken-digest-c38ef92a-522e-41bb-ae5b-ab29a16727d4-1.copy",
    "UID, apitoken-digest-c38ef92a-522e-41bb-ae5b-ab29a16727d4-x",
    "UID, apitoken-digest-c38ef92a-522e-41bb-ae5b-ab29a16727d4-2147483648",
    "UID, apitoken-digest-c38ef92a-522e-41bb-ae5b-ab29a16727d4-99999999999999999999",
    "UID, apitoken-key-c38ef92a-522e-41bb-ae5b-ab29a16727d4-1",
    "UID, copy",
    "another-uid, apitoken-digest-c38ef92a-522e-41bb-ae5b-ab29a16727d4-1",
    "c38ef92a-522e-41bb-ae5b-ab29a16727d, apitoken-digest-c38ef92a-522e-41bb-ae5b-ab29a16727d4-1"
  })
  void theNameMustBeTheOneOfUidAndSerial(String uid, String name) {
    Secret other =
        changed(
            s ->
                s.editMetadata()
                    .withName(name)
                    .editFirstOwnerReference()
                    .withUid(uid.equals("UID") ? Samples.UID : uid)
                    .endOwnerReference()
                    .endMetadata());

    assertThat(DigestSecrets.read(other)).isEmpty();
  }

  @Test
  void theTypeMustBeTheOneOfDigests() {
    for (String type : new String[] {"Opaque", "kriten.io/api-token-key", "", null}) {
      assertThat(DigestSecrets.read(changed(s -> s.withType(type)))).as(type).isEmpty();
    }
  }

  @Test
  void anApiTokenMustControlIt() {
    assertThat(DigestSecrets.read(withReference(r -> null))).isEmpty();
    assertThat(
            DigestSecrets.read(
                withReference(r -> edit(r, "kriten.io/v1alpha1", "ApiToken", false))))
        .isEmpty();
    assertThat(
            DigestSecrets.read(withReference(r -> edit(r, "kriten.io/v1alpha1", "ApiToken", null))))
        .isEmpty();
    assertThat(DigestSecrets.read(withReference(r -> edit(r, "v1", "ApiToken", true)))).isEmpty();
    assertThat(
            DigestSecrets.read(withReference(r -> edit(r, "kriten.io/v1alpha1", "Secret", true))))
        .isEmpty();
    assertThat(
            DigestSecrets.read(withReference(r -> edit(r, "kriten.io/v1alpha1", "ApiToken", true))))
        .contains(record);
  }

  @ParameterizedTest
  @ValueSource(strings = {"digest", "seal", "pepper", "hint"})
  void everyFieldMustBeThere(String field) {
    Map<String, String> missing = new HashMap<>(secret.getData());
    missing.remove(field);
    Map<String, String> empty = new HashMap<>(secret.getData());
    empty.put(field, null);

    assertThat(DigestSecrets.read(changed(s -> s.withData(missing)))).isEmpty();
    assertThat(DigestSecrets.readData(Samples.UID, 1, empty)).isEmpty();
    assertThat(DigestSecrets.readData(Samples.UID, 1, null)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "digest, ''",
    "digest, AAAA",
    "digest, not base64",
    "seal, ''",
    "seal, AAAA",
    "seal, '%%%%'",
    "pepper, ''",
    "pepper, AAAA",
    "pepper, '!'",
    "pepper, OTk5OTk5OTk5OTk5",
    "hint, '!'"
  })
  void everyFieldMustBeWellFormed(String field, String value) {
    Map<String, String> data = new HashMap<>(secret.getData());
    data.put(field, value);

    assertThat(DigestSecrets.read(changed(s -> s.withData(data)))).isEmpty();
  }

  @Test
  void otherFieldsAreSkipped() {
    assertThat(DigestSecrets.read(changed(s -> s.addToData("later", "AAAA")))).contains(record);
  }

  @Test
  void aNameTooLongForALabelIsReplacedByTheUid() {
    token.getMetadata().setName("n".repeat(63));
    assertThat(label()).isEqualTo("n".repeat(63));

    token.getMetadata().setName("n".repeat(64));
    assertThat(label()).isEqualTo(Samples.UID);
  }

  private String label() {
    return DigestSecrets.write(token, record).getMetadata().getLabels().get("kriten.io/token");
  }

  private Secret changed(UnaryOperator<SecretBuilder> change) {
    return change.apply(new SecretBuilder(secret)).build();
  }

  private Secret withReference(UnaryOperator<OwnerReference> change) {
    OwnerReference reference = change.apply(secret.getMetadata().getOwnerReferences().get(0));
    return changed(
        s ->
            s.editMetadata()
                .withOwnerReferences(reference == null ? List.of() : List.of(reference))
                .endMetadata());
  }

  private static OwnerReference edit(
      OwnerReference reference, String apiVersion, String kind, Boolean controller) {
    return new OwnerReference(
        apiVersion, false, controller, kind, reference.getName(), reference.getUid());
  }
}

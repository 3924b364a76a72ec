package io.kriten.apitoken.operator;

import static io.kriten.apitoken.operator.Samples.KEY;
import static io.kriten.apitoken.operator.Samples.NAMESPACE;
import static io.kriten.apitoken.operator.Samples.PEPPERS;
import static io.kriten.apitoken.operator.Samples.UID;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.crds.ApiTokenSpec;
import io.kriten.apitoken.crds.Conditions;
import io.kriten.apitoken.crds.DigestRecord;
import io.kriten.apitoken.crds.DigestSecrets;
import io.kriten.apitoken.crds.Owner;
import io.kriten.apitoken.keys.Peppers;
import io.kriten.apitoken.keys.TokenKey;
import io.kriten.apitoken.operator.TokenWorld.Watch;
import java.security.SecureRandom;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Secrets that others put under the names that the operator uses: it never completes them. */
class PlantedSecretsTest {

  private final ApiToken token = Samples.token();
  private final TokenWorld world = new TokenWorld(token);

  static Stream<Arguments> plantedSecrets() {
    ApiToken token = Samples.token();
    Peppers others = Peppers.generate(new SecureRandom());
    TokenKey othersKey = others.tagKey().mint(new SecureRandom());
    DigestRecord ours = Samples.digest(token);
    Secret good = stored(KeySecrets.write(token, ours, KEY));
    ApiToken bobs =
        Samples.token(
            new ApiTokenSpec(new Owner("bob", null, Set.of()), null, null, null, 1, null));
    ApiToken rotated = Samples.token(new ApiTokenSpec(Samples.ALICE, null, null, null, 2, null));
    return Stream.of(
        planted(
            "sealed without our pepper",
            stored(
                KeySecrets.write(
                    token, DigestRecord.seal(token, othersKey, others.current()), othersKey))),
        planted("another key beside our record", with(good, othersKey)),
        planted(
            "sealed to another owner",
            stored(KeySecrets.write(token, DigestRecord.seal(bobs, KEY, PEPPERS.current()), KEY))),
        planted(
            "sealed to another serial",
            stored(
                KeySecrets.write(
                    token,
                    new DigestRecord(
                        UID,
                        1,
                        ours.digest(),
                        Samples.digest(rotated).seal(),
                        ours.pepperVersion(),
                        ours.hint()),
                    KEY))),
        planted("of another type", new SecretBuilder(good).withType("Opaque").build()),
        planted(
            "without owner reference",
            new SecretBuilder(good).editMetadata().withOwnerReferences().endMetadata().build()),
        planted(
            "of another owner's uid",
            new SecretBuilder(good)
                .editMetadata()
                .editFirstOwnerReference()
                .withUid("another")
                .endOwnerReference()
                .endMetadata()
                .build()),
        planted(
            "owned without control",
            new SecretBuilder(good)
                .editMetadata()
                .editFirstOwnerReference()
                .withController(false)
                .endOwnerReference()
                .endMetadata()
                .build()),
        planted("without data", new SecretBuilder(good).withData(null).build()),
        planted(
            "with junk for a key",
            new SecretBuilder(good).addToData(KeySecrets.KEY, "%%%").build()),
        planted(
            "with another hint",
            new SecretBuilder(good).addToData("hint", "a3JpX2FhYWE=").build()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("plantedSecrets")
  void aPlantedDeliverySecretIsNeverCompleted(String what, Secret planted) {
    world.server.put(planted);

    world.pass(Watch.CURRENT);

    assertThatNothingWasMade("Conflict");
    assertThat(message()).endsWith("It is the Secret apitoken-key-" + UID + "-1.");
    assertThat(world.server.find(Secret.class, NAMESPACE, planted.getMetadata().getName()))
        .isPresent();
  }

  @Test
  void aKeyIsMadeOnceThePlantedSecretIsGone() {
    Secret planted =
        world.server.put(
            new SecretBuilder(stored(KeySecrets.write(token, Samples.digest(token), KEY)))
                .withType("Opaque")
                .build());
    world.pass(Watch.CURRENT);
    world.server.remove(Secret.class, NAMESPACE, planted.getMetadata().getName());

    world.pass(Watch.CURRENT);

    assertThat(world.isKeyGood()).isTrue();
    assertThat(world.key()).isNotEqualTo(KEY);
  }

  @Test
  void aForeignSecretUnderTheDigestsNameIsNeverTaken() {
    world.server.put(
        new SecretBuilder(DigestSecrets.write(token, Samples.digest(token)))
            .withType("Opaque")
            .build());

    world.pass(Watch.CURRENT);

    assertThatNothingWasMade("Conflict");
    assertThat(message()).endsWith("It is the Secret apitoken-digest-" + UID + "-1.");
  }

  @Test
  void aDigestThatIsNotSealedToTheTokenIsUnsealed() {
    Peppers others = Peppers.generate(new SecureRandom());
    world.server.put(DigestSecrets.write(token, DigestRecord.seal(token, KEY, others.current())));

    world.pass(Watch.CURRENT);

    assertThat(TokenFacts.readyReason(world.token())).isEqualTo("Unsealed");
    assertThat(world.token().getStatus().keyHint()).isNull();
    assertThat(world.deliveries()).isEmpty();
  }

  private String message() {
    return Conditions.find(world.token(), Conditions.READY).orElseThrow().getMessage();
  }

  private void assertThatNothingWasMade(String reason) {
    assertThat(TokenFacts.readyReason(world.token())).isEqualTo(reason);
    assertThat(world.token().getStatus().keyHint()).isNull();
    assertThat(world.token().getStatus().deliverySecret()).isNull();
    assertThat(world.digests()).isEmpty();
  }

  private static Arguments planted(String what, Secret secret) {
    return Arguments.of(what, secret);
  }

  private static Secret stored(Secret secret) {
    return new SecretBuilder(secret)
        .editMetadata()
        .withCreationTimestamp(Samples.CREATED.toString())
        .endMetadata()
        .build();
  }

  private static Secret with(Secret secret, TokenKey key) {
    return new SecretBuilder(secret)
        .withData(KeySecrets.write(Samples.token(), Samples.digest(Samples.token()), key).getData())
        .build();
  }
}

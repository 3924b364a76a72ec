package io.kriten.apitoken.operator;

import static io.kriten.apitoken.operator.Samples.NAMESPACE;
import static io.kriten.apitoken.operator.Samples.PEPPERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Secret;
import io.kriten.apitoken.crds.DigestSecrets;
import io.kriten.apitoken.crds.Names;
import io.kriten.apitoken.crds.PepperSecrets;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;

class PepperReaderTest {

  private static final String RELEASE = "apitoken-system";

  private final FakeApiServer server = new FakeApiServer(new MutableClock(Samples.CREATED));
  private final PepperReader reader =
      new PepperReader(server, RELEASE, List.of("others", NAMESPACE), new SecureRandom());

  @Test
  void makesPeppersAtTheFirstStartAndNeverAgain() {
    PepperStanding made = reader.get();

    assertThat(made.isMissing()).isFalse();
    assertThat(reader.get()).isEqualTo(made);
    assertThat(server.all(Secret.class)).hasSize(1);
  }

  @Test
  void takesThoseOfWhoeverWasFaster() {
    server.failBy(Faults.after(1));
    assertThatThrownBy(reader::get);
    server.failBy(Faults.NONE);

    PepperStanding made = reader.get();

    assertThat(made.peppers()).isEqualTo(PepperSecrets.read(server.all(Secret.class).get(0)));
  }

  @Test
  void makesNoneWhileADigestNeedsThoseThatWereLost() {
    server.put(DigestSecrets.write(Samples.token(), Samples.digest(Samples.token())));

    assertThat(reader.get().isMissing()).isTrue();
    assertThat(reader.get().problem()).contains("namespace apitokens");
    assertThat(server.find(Secret.class, RELEASE, Names.PEPPER_SECRET)).isEmpty();
  }

  @Test
  void isWellAgainWhenTheSecretIsBack() {
    server.put(DigestSecrets.write(Samples.token(), Samples.digest(Samples.token())));
    assertThat(reader.get().isMissing()).isTrue();

    server.put(PepperSecrets.write(RELEASE, PEPPERS));

    assertThat(reader.get().peppers()).isEqualTo(PEPPERS);
  }

  @Test
  void saysThatItMayNotLook() {
    server.forbidReading();

    assertThat(reader.get())
        .isEqualTo(PepperStanding.missing("The operator may not read or make it."));
  }

  @Test
  void neverReplacesASecretThatItCannotRead() {
    Secret broken = PepperSecrets.write(RELEASE, PEPPERS);
    broken.getData().remove("tag");
    server.put(broken);

    assertThat(reader.get().isMissing()).isTrue();
    assertThat(reader.get().problem()).contains("tag");
    assertThat(server.all(Secret.class)).hasSize(1);
  }
}

package io.kriten.apitoken.api.doors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebhookSecretsTest {

  private static final String OLD = "0".repeat(WebhookSecrets.MIN_LENGTH);
  private static final String NEW = "1".repeat(WebhookSecrets.MIN_LENGTH);

  @TempDir Path directory;

  @Test
  void withoutAFileNobodyMayAsk() {
    WebhookSecrets none = new WebhookSecrets(Optional.empty());
    assertThat(none.accepts("")).isFalse();
    assertThat(none.accepts(OLD)).isFalse();
  }

  @Test
  void bothSecretsCountWhileTheyAreChanged() throws IOException {
    Path file = Files.writeString(directory.resolve("secrets"), OLD + "\n");
    WebhookSecrets secrets = new WebhookSecrets(Optional.of(file));
    assertThat(secrets.accepts(OLD)).isTrue();
    assertThat(secrets.accepts(NEW)).isFalse();
    Files.writeString(file, OLD + "\n" + NEW + "\n\n");
    secrets.read();
    assertThat(secrets.accepts(OLD)).isTrue();
    assertThat(secrets.accepts(NEW)).isTrue();
    Files.writeString(file, NEW);
    secrets.read();
    assertThat(secrets.accepts(OLD)).isFalse();
  }

  @Test
  void aFileThatVanishesChangesNothing() throws IOException {
    Path file = Files.writeString(directory.resolve("secrets"), OLD);
    WebhookSecrets secrets = new WebhookSecrets(Optional.of(file));
    Files.delete(file);
    secrets.read();
    assertThat(secrets.accepts(OLD)).isTrue();
  }

  @Test
  void whatCanBeGuessedIsNoSecret() throws IOException {
    Path file = Files.writeString(directory.resolve("secrets"), "short\n\n");
    WebhookSecrets secrets = new WebhookSecrets(Optional.of(file));
    assertThat(secrets.accepts("short")).isFalse();
    assertThat(secrets.accepts("")).isFalse();
  }
}

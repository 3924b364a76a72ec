package io.kriten.apitoken.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoLocatorTest {

  @TempDir Path bin;

  @Test
  void aGoThatIsNewEnough() throws IOException {
    go("echo go version go1.26.0 linux/amd64");

    assertThat(locate()).isEqualTo("go");
  }

  @Test
  void anOldGoFetchesANewOne() throws IOException {
    go(
        """
        [ "$1" = version ] && { echo go version go1.19.8 linux/amd64; exit; }
        [ "$*" = "mod download -json golang.org/toolchain@v0.0.1-go1.26.0.linux-amd64" ] || exit 1
        echo '{'; echo '  "Dir": "%s"'; echo '}'
        """
            .formatted(bin.resolve("toolchain")));

    assertThat(locate()).isEqualTo(bin.resolve("toolchain/bin/go").toString());
  }

  @Test
  void withoutGoItSaysWhatToInstall() {
    assertThatThrownBy(this::locate)
        .isInstanceOf(LocalException.class)
        .hasMessage("go is not on the PATH: install Go 1.26.0 or newer (https://go.dev/dl)");
  }

  private String locate() {
    return new GoLocator("1.26.0", Map.of("PATH", bin.toString()), line -> {}).locate();
  }

  private void go(String script) throws IOException {
    Path go = Files.writeString(bin.resolve("go"), "#!/bin/sh\n" + script);
    assertThat(go.toFile().setExecutable(true)).isTrue();
  }
}

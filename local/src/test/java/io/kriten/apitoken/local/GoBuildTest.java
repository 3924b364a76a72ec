package io.kriten.apitoken.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoBuildTest {

  private static final PinnedModules MODULES =
      new PinnedModules("go 1.26.0\n\nrequire k8s.io/kubernetes v1.36.3\n", "");

  @TempDir Path bin;
  @TempDir Path into;
  private final List<String> progress = new ArrayList<>();

  @Test
  void buildsAllProgramsStampedWithTheirVersion() throws Exception {
    go(
        """
        [ "$1" = version ] && { echo go version go1.27.1 linux/amd64; exit; }
        while [ "$1" != -o ]; do args="$args $1"; shift; done
        { echo '#!/bin/sh'; echo "# $args $3 CGO_ENABLED=$CGO_ENABLED"; } > "$2"
        chmod +x "$2"
        """);

    build();

    KubernetesBinaries built = new KubernetesBinaries(into);
    assertThat(built.missing()).isEmpty();
    assertThat(built.apiServer())
        .content()
        .contains(
            "-X k8s.io/component-base/version.gitVersion=v1.36.3",
            "gitMajor=1",
            "gitMinor=36",
            "k8s.io/kubernetes/cmd/kube-apiserver CGO_ENABLED=0");
    assertThat(built.etcd()).content().contains("go.etcd.io/etcd/server/v3");
    assertThat(progress)
        .hasSize(5)
        .first()
        .asString()
        .startsWith("Building Kubernetes v1.36.3 from its Go modules");
  }

  @Test
  void withoutGoItSaysWhatToInstall() {
    assertThatThrownBy(this::build)
        .isInstanceOf(LocalException.class)
        .hasMessage(
            "go is not on the PATH: install Go 1.26.0 or newer (https://go.dev/dl), or set"
                + " KUBEBUILDER_ASSETS to a directory with etcd, kube-apiserver,"
                + " kube-controller-manager, kubectl");
  }

  @Test
  void anOldGoIsRefused() throws Exception {
    go("echo go version go1.19.8 linux/amd64");

    assertThatThrownBy(this::build)
        .hasMessageStartingWith(
            "Go is too old (go version go1.19.8 linux/amd64): install Go 1.26.0 or newer");
  }

  @Test
  void anOldGoFetchesANewOne() throws Exception {
    Path toolchain = Files.createDirectories(bin.resolve("toolchain"));
    Path newer = Files.createDirectories(toolchain.resolve("bin")).resolve("go");
    Files.writeString(
        newer,
        """
        #!/bin/sh
        while [ "$1" != -o ]; do shift; done
        { echo '#!/bin/sh'; echo "# GOROOT=$GOROOT"; } > "$2"
        chmod +x "$2"
        """);
    go(
        """
        [ "$1" = version ] && { echo go version go1.19.8 linux/amd64; exit; }
        echo "go: downloading $4" >&2
        [ "$*" = "mod download -json golang.org/toolchain@v0.0.1-go1.26.0.linux-amd64" ] || exit 1
        [ ! -e go.mod ] || exit 1
        echo '{'; echo '  "Dir": "%s"'; echo '}'
        """
            .formatted(toolchain));

    build();

    assertThat(new KubernetesBinaries(into).missing()).isEmpty();
    assertThat(progress)
        .first()
        .isEqualTo("Fetching Go 1.26.0: go version go1.19.8 linux/amd64 is too old");
  }

  @Test
  void anOldGoThatCannotFetchANewerIsRefused() throws Exception {
    go("echo 'go: download go1.26.0: dial tcp: no route to host' >&2; exit 1");

    assertThatThrownBy(this::build)
        .hasMessageStartingWith(
            "Go is too old (go: download go1.26.0: dial tcp: no route to host): install Go 1.26.0");
  }

  @Test
  void aFailedBuildShowsItsLastLine() throws Exception {
    go(
        """
        [ "$1" = version ] && { echo go version go1.26.0 linux/amd64; exit; }
        echo first; echo 'no space left on device' >&2; exit 1
        """);

    assertThatThrownBy(this::build)
        .isInstanceOf(LocalException.class)
        .hasMessage(
            "go build of etcd failed: no space left on device (is the Go module proxy in reach,"
                + " and 5 GB of disk free?)");
  }

  private void build() throws Exception {
    // The shell's own programs, but no other go.
    for (String program : List.of("sh", "chmod")) {
      Path link = bin.resolve(program);
      if (!Files.exists(link)) {
        Files.createSymbolicLink(link, Path.of("/bin", program));
      }
    }
    new GoBuild(MODULES, Map.of("PATH", bin.toString()), progress::add).build(into);
  }

  private void go(String script) throws IOException {
    Path go = Files.writeString(bin.resolve("go"), "#!/bin/sh\n" + script);
    assertThat(go.toFile().setExecutable(true)).isTrue();
  }
}

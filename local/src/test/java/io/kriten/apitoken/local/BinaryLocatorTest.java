package io.kriten.apitoken.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BinaryLocatorTest {

  private static final PinnedModules MODULES = PinnedModules.carried();

  @TempDir Path directory;

  @Test
  void takesWhatKubebuilderAssetsNames() {
    KubernetesBinaries.NAMES.forEach(name -> BinaryCacheTest.program(directory, name));

    assertThat(locator(Map.of("KUBEBUILDER_ASSETS", directory.toString())).locate().directory())
        .isEqualTo(directory);
  }

  @Test
  void saysWhatIsMissingThere() {
    BinaryCacheTest.program(directory, "etcd");
    BinaryCacheTest.program(directory, "kube-apiserver");
    BinaryCacheTest.program(directory, "kubectl");
    BinaryLocator locator = locator(Map.of("KUBEBUILDER_ASSETS", directory.toString()));

    assertThatThrownBy(locator::locate)
        .isInstanceOf(LocalException.class)
        .hasMessage(
            "KUBEBUILDER_ASSETS=%s has no kube-controller-manager: add it, or unset the variable to have it built",
            directory);
  }

  @Test
  void cachesInTheUsersCacheDirectory() {
    assertThat(built(Map.of()))
        .isEqualTo(directory.resolve(".cache/apitoken/kubernetes").resolve(MODULES.cacheKey()));
    assertThat(built(Map.of("XDG_CACHE_HOME", directory.resolve("xdg").toString())))
        .isEqualTo(directory.resolve("xdg/apitoken/kubernetes").resolve(MODULES.cacheKey()));
  }

  @Test
  void theCacheFollowsEveryChangeOfTheModules() {
    PinnedModules changed = new PinnedModules(MODULES.goMod(), MODULES.goSum() + "one more\n");

    assertThat(MODULES.cacheKey()).startsWith(MODULES.kubernetesVersion() + "-");
    assertThat(changed.cacheKey()).isNotEqualTo(MODULES.cacheKey());
  }

  @Test
  void theCarriedModulesNameTheirVersions() {
    assertThat(MODULES.kubernetesVersion()).matches("v1\\.\\d+\\.\\d+");
    assertThat(MODULES.goVersion()).matches("1\\.\\d+\\.\\d+");
  }

  private Path built(Map<String, String> environment) {
    return locator(environment)
        .cached(
            MODULES,
            into -> KubernetesBinaries.NAMES.forEach(name -> BinaryCacheTest.program(into, name)))
        .directory();
  }

  private BinaryLocator locator(Map<String, String> environment) {
    return new BinaryLocator(environment, directory, line -> {});
  }
}

package io.kriten.apitoken.e2e.backup;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.crds.ApiTokenStatus;
import io.kriten.apitoken.crds.Names;
import io.kriten.apitoken.e2e.AuditTrail;
import io.kriten.apitoken.e2e.Kubectl;
import io.kriten.apitoken.e2e.Rest;
import io.kriten.apitoken.e2e.ThirdLane;
import io.kriten.apitoken.local.Directories;
import io.kriten.apitoken.local.LocalCluster;
import io.kriten.apitoken.local.LocalSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What docs/backup.md promises of a restore, done. */
@ThirdLane
class BackupTest {

  private static final Path CHART = Path.of("..", "helm", "apitoken");
  private static final Path HERE = Path.of("target", "backup-cluster");
  private static final Path ELSEWHERE = Path.of("target", "backup-elsewhere");
  private static final Path SNAPSHOT = Path.of("target", "backup-snapshot");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** What another cluster gets: two tokens, the digest of the second, and the keys of both. */
  private record Exported(
      ApiToken byManifest, ApiToken byRest, Secret digest, String key, String other) {}

  @BeforeEach
  void clear() throws IOException {
    for (Path directory : List.of(HERE, ELSEWHERE, SNAPSHOT)) {
      Directories.delete(directory);
    }
  }

  private static LocalCluster start(Path directory) {
    return LocalCluster.start(LocalSettings.forTests(directory, CHART, AuditTrail.into(directory)));
  }

  private static int status(LocalCluster cluster, String key) {
    return Rest.byKey(cluster, key).get(Rest.RUNNERS).status();
  }

  @Test
  void anEtcdSnapshotBringsBackEveryKeyOfItsMomentAndWhatWasRevokedSince() throws IOException {
    JsonNode old;
    try (LocalCluster cluster = start(HERE)) {
      old = Rest.as(cluster, "alice").create("{}");
    }
    copy(HERE.resolve("etcd"), SNAPSHOT);
    JsonNode young;
    try (LocalCluster cluster = start(HERE)) {
      young = Rest.as(cluster, "alice").create("{}");
      Rest.as(cluster, "alice").delete(Rest.TOKENS + "/" + old.get("id").asText()).expect(200);
      assertThat(status(cluster, old.get("key").asText())).isEqualTo(401);
    }
    Directories.delete(HERE.resolve("etcd"));
    copy(SNAPSHOT, HERE.resolve("etcd"));
    try (LocalCluster cluster = start(HERE)) {
      assertThat(status(cluster, old.get("key").asText())).isEqualTo(200);
      assertThat(status(cluster, young.get("key").asText())).isEqualTo(401);
    }
  }

  @Test
  void anyOtherRestoreIsAReissueOfAllKeys() {
    Exported exported;
    try (LocalCluster cluster = start(HERE)) {
      exported = export(cluster);
    }
    try (LocalCluster cluster = start(ELSEWHERE)) {
      KubernetesClient admin = cluster.adminClient();
      assertThatThrownBy(() -> admin.resource(restored(exported.digest())).create())
          .isInstanceOf(KubernetesClientException.class)
          .hasMessageContaining("kriten.io");
      ApiToken byManifest = admin.resource(restored(exported.byManifest())).create();
      ApiToken byRest = admin.resource(restored(exported.byRest())).create();

      String anew = delivered(admin, byManifest);
      await().atMost(PATIENCE).until(() -> status(cluster, anew) == 200);
      assertThat(status(cluster, exported.key())).isEqualTo(401);
      assertThat(status(cluster, exported.other())).isEqualTo(401);
      assertThat(
              admin
                  .secrets()
                  .inNamespace(LocalSettings.TOKENS_NAMESPACE)
                  .withName(Names.digestSecret(byRest.getMetadata().getUid(), 1))
                  .get())
          .as("a token made over REST gets no key")
          .isNull();
    }
  }

  private static Exported export(LocalCluster cluster) {
    KubernetesClient admin = cluster.adminClient();
    Kubectl.as(cluster, "alice")
        .runWithInput(
            """
            apiVersion: kriten.io/v1alpha1
            kind: ApiToken
            metadata: {name: moved, namespace: %s}
            """
                .formatted(LocalSettings.TOKENS_NAMESPACE),
            "apply",
            "-f",
            "-")
        .expectSuccess();
    var moved =
        admin
            .resources(ApiToken.class)
            .inNamespace(LocalSettings.TOKENS_NAMESPACE)
            .withName("moved");
    String key = delivered(admin, moved.get());
    await().atMost(PATIENCE).until(() -> status(cluster, key) == 200);
    JsonNode made = Rest.as(cluster, "alice").create("{}");
    String id = made.get("id").asText();
    ApiToken byRest =
        admin
            .resources(ApiToken.class)
            .inNamespace(LocalSettings.TOKENS_NAMESPACE)
            .list()
            .getItems()
            .stream()
            .filter(token -> id.equals(token.getMetadata().getUid()))
            .findFirst()
            .orElseThrow();
    Secret digest =
        admin
            .secrets()
            .inNamespace(LocalSettings.TOKENS_NAMESPACE)
            .withName(Names.digestSecret(id, 1))
            .require();
    return new Exported(moved.get(), byRest, digest, key, made.get("key").asText());
  }

  /** The key that waits for its owner, as soon as it does. */
  private static String delivered(KubernetesClient admin, ApiToken token) {
    String name =
        await()
            .atMost(PATIENCE)
            .until(
                () ->
                    Optional.ofNullable(admin.resource(token).get().getStatus())
                        .map(ApiTokenStatus::deliverySecret),
                Optional::isPresent)
            .orElseThrow();
    Secret secret =
        admin.secrets().inNamespace(LocalSettings.TOKENS_NAMESPACE).withName(name).require();
    return new String(Base64.getDecoder().decode(secret.getData().get("key")), US_ASCII);
  }

  /** As a tool that restores leaves it: name, annotations and what the user wrote. */
  private static ObjectMeta restored(ObjectMeta metadata) {
    return new ObjectMetaBuilder()
        .withNamespace(metadata.getNamespace())
        .withName(metadata.getName())
        .withLabels(metadata.getLabels())
        .withAnnotations(metadata.getAnnotations())
        .build();
  }

  private static ApiToken restored(ApiToken token) {
    ApiToken copy = new ApiToken();
    copy.setMetadata(restored(token.getMetadata()));
    copy.setSpec(token.getSpec());
    return copy;
  }

  private static Secret restored(Secret secret) {
    return new SecretBuilder(secret).withMetadata(restored(secret.getMetadata())).build();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> tree = Files.walk(from)) {
      for (Path path : tree.toList()) {
        Files.copy(path, to.resolve(from.relativize(path).toString()));
      }
    }
  }
}

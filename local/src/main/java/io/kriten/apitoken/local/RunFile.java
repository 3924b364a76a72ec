package io.kriten.apitoken.local;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code run.json}: where a running cluster is and who may log in, for scripts. It is there while
 * the cluster is ready, and only its owner can read it.
 *
 * @param file where it is written
 * @param repository what the paths in it are relative to
 */
record RunFile(Path file, Path repository) {

  private static final List<String> USERS = List.of("admin", "alice", "bob");

  void write(LocalCluster cluster) {
    JsonObject users = new JsonObject();
    for (String user : USERS) {
      users.put(
          user,
          new JsonObject()
              .put("bearer", cluster.bearer(user))
              .put("kubeconfig", relative(cluster.kubeconfig(user))));
    }
    JsonObject run =
        new JsonObject()
            .put("url", cluster.facadeUrl().toString())
            .put("kubeconfig", relative(cluster.controlPlane().kubeconfig()))
            .put("namespace", LocalSettings.TOKENS_NAMESPACE)
            .put("users", users);
    try {
      Directories.writePrivate(file, run.encodePrettily() + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void delete() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String relative(Path path) {
    return repository.relativize(path).toString();
  }
}

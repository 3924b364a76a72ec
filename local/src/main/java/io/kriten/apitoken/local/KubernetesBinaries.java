package io.kriten.apitoken.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The programs of a control plane.
 *
 * @param directory where they lie, each under its own name
 */
public record KubernetesBinaries(Path directory) {

  /** What a directory must hold to be of use here. */
  public static final List<String> NAMES =
      List.of("etcd", "kube-apiserver", "kube-controller-manager", "kubectl");

  public Path etcd() {
    return directory.resolve("etcd");
  }

  public Path apiServer() {
    return directory.resolve("kube-apiserver");
  }

  public Path controllerManager() {
    return directory.resolve("kube-controller-manager");
  }

  public Path kubectl() {
    return directory.resolve("kubectl");
  }

  /** The names that this directory lacks, or holds without permission to run them. */
  public List<String> missing() {
    return NAMES.stream().filter(name -> !Files.isExecutable(directory.resolve(name))).toList();
  }
}

package io.kriten.apitoken.local;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a control plane runs with.
 *
 * @param directory where its data is kept between runs
 * @param port of the kube-apiserver; 0 = any free one
 * @param users who may log in by bearer, each with their groups
 * @param apiServerArguments more flags for kube-apiserver; one that is set already is replaced
 * @param durable whether etcd waits for the disk; throwaway data need not survive a power cut
 */
public record ControlPlaneSettings(
    Path directory,
    int port,
    Map<String, List<String>> users,
    List<String> apiServerArguments,
    boolean durable) {

  public ControlPlaneSettings {
    directory = directory.toAbsolutePath().normalize();
    users = Map.copyOf(users);
    apiServerArguments = List.copyOf(apiServerArguments);
  }
}

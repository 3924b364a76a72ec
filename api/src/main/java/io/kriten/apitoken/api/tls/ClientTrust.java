package io.kriten.apitoken.api.tls;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Which client certificates are kube-apiserver's.
 *
 * @param authorities a file with the CAs that sign them, as PEM
 * @param names the common names that count, one at least: a CA may sign for others too
 */
public record ClientTrust(Path authorities, List<String> names) {

  public ClientTrust {
    Objects.requireNonNull(authorities, "authorities");
    names = List.copyOf(names);
    if (names.isEmpty()) {
      throw new IllegalArgumentException("name at least one client whose certificate counts");
    }
  }
}

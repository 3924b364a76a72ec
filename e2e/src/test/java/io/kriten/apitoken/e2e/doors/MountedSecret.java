package io.kriten.apitoken.e2e.doors;

import io.kriten.apitoken.api.tls.ClientTrust;
import io.kriten.apitoken.api.tls.TlsSettings;
import io.kriten.apitoken.operator.tls.Issued;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A Secret of type kubernetes.io/tls as a kubelet mounts it: the files are links into a directory
 * behind another link, which is exchanged as a whole.
 */
final class MountedSecret {

  private static final Path DATA = Path.of("..data");

  /** A tenth of the usual, for tests wait for it again and again. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Path directory;
  private int version;

  private MountedSecret(Path directory) {
    this.directory = directory;
  }

  static MountedSecret mount(Path parent, Issued issued) throws IOException {
    Files.createDirectories(parent);
    MountedSecret mounted =
        new MountedSecret(Files.createTempDirectory(parent, "secret").toAbsolutePath());
    mounted.change(issued);
    for (String file : new String[] {"tls.crt", "tls.key"}) {
      Files.createSymbolicLink(mounted.directory.resolve(file), DATA.resolve(file));
    }
    return mounted;
  }

  /** Exchanges both files at once. */
  void change(Issued issued) throws IOException {
    Path next = Files.createDirectory(directory.resolve("..version" + version++));
    for (Map.Entry<String, String> file :
        Map.of("tls.crt", issued.certificatePem(), "tls.key", issued.keyPem()).entrySet()) {
      Files.writeString(next.resolve(file.getKey()), file.getValue());
    }
    Path link = Files.createSymbolicLink(directory.resolve("..tmp"), next.getFileName());
    Files.move(
        link,
        directory.resolve(DATA),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  TlsSettings settings(int port, Optional<ClientTrust> clients) {
    return new TlsSettings(
        port, directory.resolve("tls.crt"), directory.resolve("tls.key"), clients, LOOK);
  }
}

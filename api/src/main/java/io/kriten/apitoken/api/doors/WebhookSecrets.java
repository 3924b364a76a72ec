package io.kriten.apitoken.api.doors;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kriten.apitoken.api.problem.OneLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may ask at {@code /tokenreview}: whoever knows a line of a file. While secrets are changed it
 * has two. Only SHA-256 digests stay in memory; they are compared in constant time.
 */
final class WebhookSecrets {

  /** 32 base64 characters carry 192 bits. */
  static final int MIN_LENGTH = 32;

  private static final Logger LOG = LoggerFactory.getLogger(WebhookSecrets.class);

  private final Optional<Path> file;
  private volatile List<byte[]> digests = List.of();

  /**
   * @param file empty: nobody may ask
   */
  WebhookSecrets(Optional<Path> file) {
    this.file = file;
    read();
  }

  /** Reads the file again; when that fails, the secrets that were read before stay. */
  void read() {
    file.ifPresent(
        path -> {
          try {
            digests = digests(Files.readAllLines(path));
          } catch (IOException e) {
            LOG.warn("Cannot read the secrets of /tokenreview: {}", OneLine.of(e.toString()));
          }
        });
  }

  private static List<byte[]> digests(List<String> lines) {
    List<String> secrets = lines.stream().map(String::strip).filter(l -> !l.isEmpty()).toList();
    if (secrets.stream().anyMatch(secret -> secret.length() < MIN_LENGTH)) {
      LOG.warn("A secret of /tokenreview is shorter than {} characters and ignored", MIN_LENGTH);
    }
    return secrets.stream()
        .filter(secret -> secret.length() >= MIN_LENGTH)
        .map(WebhookSecrets::sha256)
        .toList();
  }

  boolean accepts(String candidate) {
    byte[] digest = sha256(candidate);
    boolean accepted = false;
    for (byte[] known : digests) {
      accepted |= MessageDigest.isEqual(known, digest);
    }
    return accepted;
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

package io.kriten.apitoken.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Go modules that the control plane is built from: {@code local/kubernetes/go.mod} and its
 * checksums, which this module's jar carries.
 */
record PinnedModules(String goMod, String goSum) {

  private static final Pattern GO = Pattern.compile("(?m)^go (\\S+)$");
  private static final Pattern KUBERNETES =
      Pattern.compile("(?m)^\\s*(?:require )?k8s\\.io/kubernetes (v\\S+)");

  /** The modules that this jar carries. */
  static PinnedModules carried() {
    return new PinnedModules(resource("go.mod"), resource("go.sum"));
  }

  /** The Kubernetes release, such as {@code v1.36.3}. */
  String kubernetesVersion() {
    return first(KUBERNETES, "k8s.io/kubernetes");
  }

  /** The oldest Go that builds them, such as {@code 1.26.0}. */
  String goVersion() {
    return first(GO, "go");
  }

  /** Names a build of exactly these modules for this kind of machine. */
  String cacheKey() {
    String system = System.getProperty("os.name") + "-" + System.getProperty("os.arch");
    return String.join("-", kubernetesVersion(), system.toLowerCase(Locale.ROOT), hash());
  }

  private String hash() {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(goMod.getBytes(UTF_8));
      sha256.update(goSum.getBytes(UTF_8));
      return HexFormat.of().formatHex(sha256.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private String first(Pattern line, String what) {
    Matcher matcher = line.matcher(goMod);
    if (!matcher.find()) {
      throw new IllegalStateException("go.mod names no version of " + what);
    }
    return matcher.group(1);
  }

  private static String resource(String name) {
    try (InputStream in = PinnedModules.class.getResourceAsStream("kubernetes/" + name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing from the class path");
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

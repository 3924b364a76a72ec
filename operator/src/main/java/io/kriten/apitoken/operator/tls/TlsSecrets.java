package io.kriten.apitoken.operator.tls;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.kriten.apitoken.crds.Labels;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** CAs and the serving certificate as Secrets, and back. */
final class TlsSecrets {

  /** The CAs with their keys, which the operator alone reads. */
  static final String CA = "apitoken-ca";

  /** What the REST API mounts, of the type that everyone knows: kubernetes.io/tls, and ca.crt. */
  static final String SERVING = "apitoken-tls";

  private static final String TLS_TYPE = "kubernetes.io/tls";
  private static final String CERTIFICATE = "tls.crt";
  private static final String KEY = "tls.key";
  private static final String BUNDLE = "ca.crt";
  private static final Pattern CA_CERTIFICATE = Pattern.compile("ca-([1-9][0-9]{0,8})\\.crt");

  private TlsSecrets() {}

  static Secret write(String namespace, Authorities authorities) {
    Map<String, String> data = new HashMap<>();
    authorities
        .byNumber()
        .forEach(
            (number, authority) -> {
              data.put("ca-" + number + ".crt", base64(authority.own().certificatePem()));
              data.put("ca-" + number + ".key", base64(authority.own().keyPem()));
            });
    return secret(namespace, CA, "Opaque", data);
  }

  /**
   * @throws IllegalArgumentException when one cannot be read; the message names the field
   */
  static Authorities authorities(Secret secret, InstantSource clock) {
    SortedMap<Integer, CertificateAuthority> found = new TreeMap<>();
    for (String field : data(secret).keySet()) {
      Matcher certificate = CA_CERTIFICATE.matcher(field);
      if (certificate.matches()) {
        try {
          String key = "ca-" + certificate.group(1) + ".key";
          Issued own = new Issued(text(secret, field), text(secret, key));
          found.put(Integer.parseInt(certificate.group(1)), CertificateAuthority.of(own, clock));
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException(field + ": " + e.getMessage(), e);
        }
      }
    }
    return new Authorities(found);
  }

  static Secret write(String namespace, Serving serving) {
    return secret(
        namespace,
        SERVING,
        TLS_TYPE,
        Map.of(
            CERTIFICATE, base64(serving.issued().certificatePem()),
            KEY, base64(serving.issued().keyPem()),
            BUNDLE, base64(serving.bundle())));
  }

  /** What is there, as it is: nothing is checked. */
  static Serving serving(Secret secret) {
    return new Serving(
        new Issued(text(secret, CERTIFICATE), text(secret, KEY)), text(secret, BUNDLE));
  }

  /** Whether the operator made it. */
  static boolean isOurs(Secret secret) {
    Map<String, String> labels = secret.getMetadata().getLabels();
    return labels != null && secret.getMetadata().getName().equals(labels.get(Labels.COMPONENT));
  }

  private static Secret secret(
      String namespace, String name, String type, Map<String, String> data) {
    return new SecretBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(name)
        .addToLabels(Labels.COMPONENT, name)
        .endMetadata()
        .withType(type)
        .withData(data)
        .build();
  }

  private static Map<String, String> data(Secret secret) {
    return Objects.requireNonNullElse(secret.getData(), Map.of());
  }

  private static String text(Secret secret, String field) {
    try {
      return new String(Base64.getDecoder().decode(data(secret).getOrDefault(field, "")), UTF_8);
    } catch (IllegalArgumentException quotesTheValue) {
      throw new IllegalArgumentException(field + " is no base64");
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }
}

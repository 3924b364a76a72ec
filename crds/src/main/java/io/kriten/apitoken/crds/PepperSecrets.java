package io.kriten.apitoken.crds;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.kriten.apitoken.keys.Pepper;
import io.kriten.apitoken.keys.Peppers;
import io.kriten.apitoken.keys.TagKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Peppers as the Secret {@link Names#PEPPER_SECRET}, and back. */
public final class PepperSecrets {

  private static final String CURRENT = "current";
  private static final String TAG = "tag";
  private static final String PEPPER_PREFIX = "pepper-";

  private PepperSecrets() {}

  /** The Secret of the peppers. */
  public static Secret write(String namespace, Peppers peppers) {
    Map<String, String> data = new LinkedHashMap<>();
    data.put(CURRENT, base64(Integer.toString(peppers.current().version()).getBytes(UTF_8)));
    data.put(TAG, base64(peppers.tagKey().bytes()));
    for (Pepper pepper : peppers.all()) {
      data.put(PEPPER_PREFIX + pepper.version(), base64(pepper.bytes()));
    }
    return new SecretBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(Names.PEPPER_SECRET)
        .addToLabels(Labels.COMPONENT, "pepper")
        .endMetadata()
        .withType("Opaque")
        .withData(data)
        .build();
  }

  /**
   * The peppers in a Secret.
   *
   * @throws IllegalArgumentException when a field is missing or malformed; the message names the
   *     field and no value
   */
  public static Peppers read(Secret secret) {
    Map<String, String> data = secret.getData() == null ? Map.of() : secret.getData();
    List<Pepper> peppers = new ArrayList<>();
    for (String field : data.keySet()) {
      if (field.startsWith(PEPPER_PREFIX)) {
        peppers.add(
            new Pepper(number(field, field.substring(PEPPER_PREFIX.length())), bytes(data, field)));
      }
    }
    int current = number(CURRENT, new String(bytes(data, CURRENT), UTF_8).trim());
    return new Peppers(peppers, current, new TagKey(bytes(data, TAG)));
  }

  private static int number(String field, String digits) {
    if (!digits.matches("[1-9][0-9]{0,8}")) {
      throw new IllegalArgumentException(
          "Secret " + Names.PEPPER_SECRET + ": " + field + " does not name a version such as 1");
    }
    return Integer.parseInt(digits);
  }

  private static byte[] bytes(Map<String, String> data, String field) {
    String value = data.get(field);
    if (value == null) {
      throw new IllegalArgumentException(
          "Secret " + Names.PEPPER_SECRET + " has no field " + field);
    }
    try {
      return Base64.getDecoder().decode(value);
    } catch (IllegalArgumentException quotesTheValue) {
      throw new IllegalArgumentException(
          "Secret " + Names.PEPPER_SECRET + ": " + field + " is no base64");
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}

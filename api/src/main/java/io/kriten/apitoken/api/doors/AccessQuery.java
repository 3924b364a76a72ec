package io.kriten.apitoken.api.doors;

import io.kriten.apitoken.api.auth.ResourceAccess;
import io.kriten.apitoken.api.problem.Refusal;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What {@code /auth?verb=&group=&resource=&namespace=&name=} asks besides the key. */
final class AccessQuery {

  private static final Set<String> NAMES = Set.of("verb", "group", "resource", "namespace", "name");

  /** As long as a name in Kubernetes may be; and no blanks, which none has. */
  private static final Pattern VALUE = Pattern.compile("[!-~]{0,253}");

  private AccessQuery() {}

  /**
   * Reads it.
   *
   * @param query of the URI, without the question mark
   * @throws Refusal 400, when it names other parameters, or one twice, or lacks verb or resource
   */
  static ResourceAccess parse(String query) {
    Map<String, List<String>> parameters = decode(query);
    parameters.forEach(AccessQuery::check);
    String[] resource = required(parameters, "resource").split("/", 2);
    return new ResourceAccess(
        required(parameters, "verb"),
        value(parameters, "group"),
        resource[0],
        resource.length > 1 ? resource[1] : "",
        value(parameters, "namespace"),
        value(parameters, "name"));
  }

  private static Map<String, List<String>> decode(String query) {
    try {
      return new QueryStringDecoder(query, false).parameters();
    } catch (IllegalArgumentException e) {
      throw Refusal.badRequest("The query is not percent-encoded as RFC 3986 wants it.");
    }
  }

  private static void check(String name, List<String> values) {
    if (!NAMES.contains(name)) {
      throw Refusal.badRequest(
          "The query has an unknown parameter. Use verb, group, resource, namespace and name.");
    }
    if (values.size() > 1) {
      throw Refusal.badRequest("The parameter " + name + " is there twice. Give it once.");
    }
    if (!VALUE.matcher(values.get(0)).matches()) {
      throw Refusal.badRequest(
          "The parameter "
              + name
              + " is longer than 253 characters, or has others than visible ASCII.");
    }
  }

  private static String required(Map<String, List<String>> parameters, String name) {
    String value = value(parameters, name);
    if (value.isEmpty()) {
      throw Refusal.badRequest(
          "The parameter " + name + " is missing. A question needs verb and resource.");
    }
    return value;
  }

  private static String value(Map<String, List<String>> parameters, String name) {
    return parameters.getOrDefault(name, List.of("")).get(0);
  }
}

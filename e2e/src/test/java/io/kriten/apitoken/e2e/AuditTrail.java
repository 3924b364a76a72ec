package io.kriten.apitoken.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the chart's two ServiceAccounts asked of the API servers of this suite, by their audit logs.
 */
public final class AuditTrail {

  private static final Path ALL = Path.of("target");
  private static final Path POLICY = Path.of("src", "test", "resources", "audit-policy.yaml");
  private static final String NAME = "audit.log";

  private AuditTrail() {}

  /**
   * A request.
   *
   * @param account the ServiceAccount's name
   * @param verb of RBAC
   * @param resource {@code resource.group}, or {@code resource/subresource.group}; empty for what
   *     is no resource
   * @param namespace empty where there is none
   * @param name of the object; empty where the request names none
   * @param status of the answer; 0 while a watch goes on
   * @param decision of the authorizer: allow or forbid
   */
  public record Request(
      String account,
      String verb,
      String resource,
      String namespace,
      String name,
      int status,
      String decision) {

    private static Request of(JsonNode event) {
      JsonNode object = event.path("objectRef");
      String username = event.path("user").path("username").asText();
      return new Request(
          username.substring(username.lastIndexOf(':') + 1),
          event.path("verb").asText(),
          object.isMissingNode()
              ? ""
              : AuditTrail.resource(
                  object.path("apiGroup").asText(),
                  object.path("resource").asText(),
                  object.path("subresource").asText()),
          object.path("namespace").asText(),
          object.path("name").asText(),
          event.path("responseStatus").path("code").asInt(),
          event.path("annotations").path("authorization.k8s.io/decision").asText());
    }
  }

  /** One spelling for both sides: a resource, perhaps with its subresource, and its group. */
  public static String resource(String group, String resource, String subresource) {
    return resource
        + (subresource.isEmpty() ? "" : "/" + subresource)
        + (group.isEmpty() ? "" : "." + group);
  }

  /** The flags that make an API server write its log into that directory. */
  public static List<String> into(Path directory) {
    return List.of(
        "--audit-policy-file=" + POLICY.toAbsolutePath(),
        "--audit-log-path=" + directory.resolve(NAME).toAbsolutePath());
  }

  /** All that was asked so far, everywhere. */
  public static List<Request> requests() throws IOException {
    try (Stream<Path> files = Files.walk(ALL, 2)) {
      return files
          .filter(file -> file.endsWith(NAME))
          .flatMap(AuditTrail::lines)
          .map(line -> Request.of(Serialization.unmarshal(line, JsonNode.class)))
          .distinct()
          .toList();
    }
  }

  private static Stream<String> lines(Path log) {
    try {
      return Files.readAllLines(log).stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

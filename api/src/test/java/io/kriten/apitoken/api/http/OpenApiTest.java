package io.kriten.apitoken.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.kriten.apitoken.api.doors.Introspection;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** openapi.yaml and the routes, held against each other in both directions. */
class OpenApiTest {

  /** What only Swagger UI loads is no part of the API. */
  private static final Set<String> ASSETS =
      Set.of("/docs/init.js", "/docs/swagger-ui.css", "/docs/swagger-ui-bundle.js");

  /** Ahead of the router; /auth for every method there is. */
  private static final Set<String> AHEAD =
      Set.of(
          "GET /auth",
          "PUT /auth",
          "POST /auth",
          "PATCH /auth",
          "DELETE /auth",
          "POST /tokenreview");

  private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");

  private final JsonNode document = document();

  private static JsonNode document() {
    try (InputStream in = OpenApiTest.class.getResourceAsStream("/openapi.yaml")) {
      return new YAMLMapper().readTree(in);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Set<String> served() {
    Stream<Endpoint> all =
        Stream.of(
                new TokenRoutes(null, null, null, null, null, null, null).endpoints(context -> {}),
                new Health(null, null).endpoints(),
                new Docs().endpoints(),
                List.of(new Introspection(null, null).endpoint(context -> {}, null)))
            .flatMap(List::stream);
    return all.filter(endpoint -> !ASSETS.contains(endpoint.path()))
        .flatMap(
            endpoint ->
                endpoint.methods().stream()
                    .map(method -> method + " " + endpoint.path().replaceAll(":([a-z]+)", "{$1}")))
        .collect(Collectors.toCollection(() -> new TreeSet<>(AHEAD)));
  }

  private Set<String> documented() {
    Set<String> all = new TreeSet<>();
    document
        .get("paths")
        .fields()
        .forEachRemaining(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method -> {
                          if (METHODS.contains(method)) {
                            all.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey());
                          }
                        }));
    return all;
  }

  @Test
  void documentsWhatIsServedAndServesWhatIsDocumented() {
    assertThat(documented()).isEqualTo(served());
  }

  @Test
  void everyOperationHasAnIdOfItsOwn() {
    List<String> ids = document.findValuesAsText("operationId");
    assertThat(ids).doesNotHaveDuplicates().hasSameSizeAs(documented());
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    List<String> references = new ArrayList<>(document.findValuesAsText("$ref"));
    assertThat(references)
        .isNotEmpty()
        .allSatisfy(
            reference ->
                assertThat(document.at(reference.substring(1)).isMissingNode())
                    .as(reference)
                    .isFalse());
  }

  @Test
  void theServedDocumentIsThatOne() throws IOException {
    assertThat(new ObjectMapper().readTree(Docs.openapi().getBytes())).isEqualTo(document);
  }
}

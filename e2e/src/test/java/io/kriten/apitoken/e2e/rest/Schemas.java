package io.kriten.apitoken.e2e.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.kriten.apitoken.e2e.Rest.Reply;
import java.util.Set;

/** The schemas of the served openapi.json. */
final class Schemas {

  private final JsonNode document;

  /**
   * @param document OpenAPI 3.1
   */
  Schemas(JsonNode document) {
    this.document = document;
  }

  /** What is wrong with an answer, after the document; empty when nothing is. */
  Set<ValidationMessage> problems(String path, String method, Reply reply) {
    JsonNode response =
        resolved(document.path("paths").path(path).path(method).path("responses"))
            .path(Integer.toString(reply.status()));
    JsonNode schema = resolved(response).path("content").path("application/json").path("schema");
    if (schema.isMissingNode()) {
      throw new AssertionError(
          "openapi.json says nothing of " + method + " " + path + " " + reply.status());
    }
    JsonNode whole = schema.deepCopy();
    ((ObjectNode) whole).set("components", document.get("components"));
    SchemaValidatorsConfig config =
        SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
    JsonSchema validator =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(whole, config);
    return validator.validate(reply.body(), InputFormat.JSON);
  }

  private JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? document.at(node.get("$ref").asText().substring(1)) : node;
  }
}

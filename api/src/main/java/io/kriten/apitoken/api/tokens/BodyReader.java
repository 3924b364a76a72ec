package io.kriten.apitoken.api.tokens;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kriten.apitoken.api.problem.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.util.function.Function;

/**
 * Reads the body of a request. Unknown fields are ignored, id, owner, key and created_at among
 * them; everything else that is wrong is refused with 400 and the name of the field.
 */
public final class BodyReader {

  private static final int MAX_DESCRIPTION = 1024;

  private final ObjectMapper mapper =
      new ObjectMapper(
          JsonFactory.builder()
              .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
              .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
              .streamReadConstraints(
                  StreamReadConstraints.builder()
                      .maxNestingDepth(MalformedJson.MAX_DEPTH)
                      .maxNumberLength(MalformedJson.MAX_DIGITS)
                      .maxNameLength(MalformedJson.MAX_NAME)
                      .build())
              .build());

  /**
   * The changes that a body asks for.
   *
   * @param body at most as long as the server's limit
   * @throws Refusal 400
   */
  public TokenChanges read(byte[] body) {
    JsonNode json = parse(decode(body));
    return new TokenChanges(
        field(json, "description", BodyReader::description),
        field(json, "enabled", BodyReader::enabled),
        field(json, "expires", BodyReader::expires));
  }

  private static String decode(byte[] body) {
    try {
      return UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(body))
          .toString();
    } catch (CharacterCodingException e) {
      throw Refusal.badRequest("The body is not valid UTF-8. Send JSON in UTF-8.");
    }
  }

  private JsonNode parse(String body) {
    if (body.isBlank()) {
      throw Refusal.badRequest("The body is empty. Send a JSON object, {} at least.");
    }
    JsonNode json = tree(body);
    if (!json.isObject()) {
      throw Refusal.badRequest("The body is no JSON object. Send one, such as {\"enabled\":true}.");
    }
    return json;
  }

  private JsonNode tree(String body) {
    try (JsonParser parser = mapper.createParser(body)) {
      try {
        JsonNode json = mapper.readTree(parser);
        if (parser.nextToken() == null) {
          return json;
        }
      } catch (JsonProcessingException e) {
        throw Refusal.badRequest(
            "The body is malformed JSON: " + MalformedJson.describe(e, parser));
      }
      throw Refusal.badRequest(
          "The body is malformed JSON: something follows the first value; remove it.");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static <T> Field<T> field(JsonNode json, String name, Function<JsonNode, T> reader) {
    JsonNode node = json.get(name);
    if (node == null) {
      return Field.absent();
    }
    return Field.of(node.isNull() ? null : reader.apply(node));
  }

  private static Boolean enabled(JsonNode node) {
    if (!node.isBoolean()) {
      throw Refusal.badRequest("enabled is neither true nor false. Send one of them, or null.");
    }
    return node.booleanValue();
  }

  private static String expires(JsonNode node) {
    if (!node.isTextual()) {
      throw Refusal.badRequest(
          "expires is no string. Send an RFC 3339 instant such as \"2030-01-31T12:00:00Z\", or"
              + " null.");
    }
    return Expires.read(node.textValue());
  }

  private static String description(JsonNode node) {
    if (!node.isTextual()) {
      throw Refusal.badRequest("description is no string. Send a string, or null.");
    }
    String text = node.textValue();
    if (text.codePointCount(0, text.length()) > MAX_DESCRIPTION) {
      throw Refusal.badRequest(
          "description is longer than " + MAX_DESCRIPTION + " characters. Shorten it.");
    }
    if (text.indexOf('\0') >= 0 || !UTF_8.newEncoder().canEncode(text)) {
      throw Refusal.badRequest(
          "description contains a character that cannot be stored (NUL or half of a surrogate"
              + " pair). Remove it.");
    }
    return text.isEmpty() ? null : text;
  }
}

package io.kriten.apitoken.api.tokens;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.util.regex.Pattern;

/** What is wrong with a body that is no JSON, or too much of it: in which field, and the mend. */
final class MalformedJson {

  static final int MAX_DEPTH = 32;
  static final int MAX_DIGITS = 100;
  static final int MAX_NAME = 256;

  /** Others are the sender's own, who may have put a key there. */
  private static final Pattern HARMLESS = Pattern.compile("(?!kri_)[a-z_]{1,32}");

  private MalformedJson() {}

  /**
   * @param parser where it stopped
   */
  static String describe(JsonProcessingException e, JsonParser parser) {
    JsonLocation at = parser.currentLocation();
    return "%s (%sline %d, column %d)."
        .formatted(mend(e), field(parser), at.getLineNr(), at.getColumnNr());
  }

  private static String mend(JsonProcessingException e) {
    String message = e.getOriginalMessage();
    if (message.startsWith("Duplicate field")) {
      return "a field is there twice; send each once";
    }
    return e instanceof StreamConstraintsException ? tooMuch(message) : "correct it";
  }

  private static String tooMuch(String message) {
    if (message.contains("nesting depth")) {
      return "it is nested deeper than " + MAX_DEPTH + " levels; flatten it";
    }
    return message.startsWith("Number")
        ? "a number is longer than " + MAX_DIGITS + " digits; shorten it"
        : "the name of a field is longer than " + MAX_NAME + " characters; shorten it";
  }

  /** The field of the outermost object; empty where there is none yet. */
  private static String field(JsonParser parser) {
    String name = null;
    for (JsonStreamContext at = parser.getParsingContext(); at != null; at = at.getParent()) {
      name = at.getCurrentName() == null ? name : at.getCurrentName();
    }
    return name != null && HARMLESS.matcher(name).matches() ? "field " + name + ", " : "";
  }
}

package io.kriten.apitoken.api.doors;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kriten.apitoken.api.problem.Refusal;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A body of the type {@code application/x-www-form-urlencoded}, as RFC 7662, 2.1 wants it. */
final class FormBody {

  private static final String TYPE = "application/x-www-form-urlencoded";
  private static final int MAX_FIELDS = 16;

  private FormBody() {}

  /** Lets pass what says that it is a form; refuses the rest with 415. */
  static void requireType(RoutingContext context) {
    String type = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
    if (type != null && type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(TYPE)) {
      context.next();
    } else {
      context.fail(
          Refusal.of(415, "The body must be a form. Send the header Content-Type: " + TYPE));
    }
  }

  /**
   * The value of a field that must be there once, among 16 at most. Other fields are ignored.
   *
   * @throws Refusal 400, when it is not
   */
  static String only(Buffer form, String field) {
    List<String> values = fields(form.toString(UTF_8)).getOrDefault(field, List.of());
    if (values.size() != 1 || values.get(0).isEmpty()) {
      throw Refusal.badRequest("The field " + field + " must be in the form, once.");
    }
    return values.get(0);
  }

  private static Map<String, List<String>> fields(String form) {
    Map<String, List<String>> fields = decode(form);
    if (fields.values().stream().mapToInt(List::size).sum() > MAX_FIELDS) {
      throw Refusal.badRequest("The form has more than 16 fields. Leave out what is not needed.");
    }
    return fields;
  }

  /** Netty's decoder is one for URLs, where # ends what is decoded. */
  private static Map<String, List<String>> decode(String form) {
    try {
      return new QueryStringDecoder(form.replace("#", "%23"), UTF_8, false, MAX_FIELDS + 1, true)
          .parameters();
    } catch (IllegalArgumentException e) {
      throw Refusal.badRequest("The form is not percent-encoded as RFC 3986 wants it.");
    }
  }
}

package io.kriten.apitoken.api.tokens;

/**
 * What a request wants of a token. Present and null asks for the default: enabled, no description,
 * never expires.
 *
 * @param description null clears it
 * @param enabled null means true
 * @param expires as it is stored: RFC 3339 in UTC; null means never
 */
public record TokenChanges(
    Field<String> description, Field<Boolean> enabled, Field<String> expires) {

  boolean isEmpty() {
    return !description.isPresent() && !enabled.isPresent() && !expires.isPresent();
  }
}

package io.kriten.apitoken.api.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A line of the audit log, which is the logger {@code audit}: one JSON object for every management
 * call and every refused key; at the doors one for all that an address showed in a second. In
 * ASCII, with everything else escaped, so that nobody can write a line of their own into it. Keys
 * never get here.
 */
public final class AuditLine {

  private static final Logger LOG = LoggerFactory.getLogger("audit");
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private final Map<String, Object> fields = new LinkedHashMap<>();

  private AuditLine() {}

  /**
   * A line on what was tried.
   *
   * @param source the client's address
   */
  public static AuditLine of(String operation, String source) {
    return new AuditLine().with("operation", operation).with("source", source);
  }

  /** Adds a field; null leaves it out. */
  public AuditLine with(String field, Object value) {
    if (value != null) {
      fields.put(field, value);
    }
    return this;
  }

  /** Writes the line. */
  public void write() {
    LOG.info(toString());
  }

  @Override
  public String toString() {
    try {
      return JSON.writeValueAsString(fields);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("strings and numbers are always JSON", e);
    }
  }
}

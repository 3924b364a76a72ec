package io.kriten.apitoken.status;

/**
 * What is answered for one path.
 *
 * @param status of HTTP (RFC 9110, 15)
 * @param type the media type
 * @param body in UTF-8
 */
public record Page(int status, String type, String body) {

  private static final String TEXT = "text/plain; charset=utf-8";

  /** For a kubelet: 200 or 503, in a word. */
  public static Page health(boolean good) {
    return good ? text(200, "ok\n") : text(503, "not ok\n");
  }

  /** What a Prometheus registry scraped. */
  public static Page metrics(String scraped) {
    return new Page(200, "text/plain; version=0.0.4; charset=utf-8", scraped);
  }

  static Page text(int status, String body) {
    return new Page(status, TEXT, body);
  }
}

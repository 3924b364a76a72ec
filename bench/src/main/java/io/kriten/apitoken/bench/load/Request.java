package io.kriten.apitoken.bench.load;

/**
 * A request with a key in it.
 *
 * @param head what precedes the key
 * @param tail what follows it
 */
record Request(String head, String tail) {

  private static final int KEY = 40;
  private static final String HOST = "Host: bench\\r\\n";

  /** A GET with the header {@code Token}. */
  static Request get(String path) {
    return new Request("GET " + path + " HTTP/1.1\\r\\n" + HOST + "Token: ", "\\r\\n\\r\\n");
  }

  /** A TokenReview, as kube-apiserver sends it. */
  static Request review(String path, String secret) {
    String before =
        "{\"kind\":\"TokenReview\",\"apiVersion\":\"authentication.k8s.io/v1\","
            + "\"metadata\":{\"creationTimestamp\":null},\"spec\":{\"token\":\"";
    String after = "\"},\"status\":{\"user\":{}}}";
    return new Request(
        "POST "
            + path
            + " HTTP/1.1\\r\\n"
            + HOST
            + "Authorization: Bearer "
            + secret
            + "\\r\\nContent-Type: application/json\\r\\nContent-Length: "
            + (before.length() + KEY + after.length())
            + "\\r\\n\\r\\n"
            + before,
        after);
  }
}

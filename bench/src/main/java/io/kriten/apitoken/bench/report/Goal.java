package io.kriten.apitoken.bench.report;

import java.util.List;

/**
 * A figure that is published.
 *
 * @param name in the results
 * @param what is measured
 * @param against what
 * @param limit that its ratio should not exceed; 0 when there is none
 */
record Goal(String name, String what, String against, double limit) {

  /** The one figure that is a number of bytes. */
  static final String BYTES = "bytes_per_token";

  private static final String EMPTY = "an empty HTTP server's ";

  static final List<Goal> ALL =
      List.of(
          new Goal("auth_good", "`/auth`, good keys", "a route that answers 204", 1.08),
          new Goal("auth_good_bare", "`/auth`, good keys", EMPTY + "204", 0),
          new Goal("auth_unknown", "`/auth`, foreign keys", "a route that answers 401", 1.10),
          new Goal("auth_unknown_bare", "`/auth`, foreign keys", EMPTY + "401", 0),
          new Goal("auth_junk", "`/auth`, junk", "a route that answers 401", 1.10),
          new Goal("auth_junk_bare", "`/auth`, junk", EMPTY + "401", 0),
          new Goal("auth_250k_vs_1k", "`/auth`, all tokens", "1,000 tokens", 1.08),
          new Goal("tokenreview", "`/tokenreview`", "a route that answers as much", 1.25),
          new Goal("tokenreview_bare", "`/tokenreview`", EMPTY + "answer as long", 0),
          new Goal("flood_foreign", "a good request, amid 5,000 foreign keys/s", "in peace", 1.10),
          new Goal("flood_constant", "a good request, amid 5,000 constant 401s/s", "in peace", 0),
          new Goal("flood_revoked", "a good request, amid 5,000 revoked keys/s", "in peace", 1.10),
          new Goal(BYTES, "heap for each token", "", 512),
          new Goal("cold_start_250k", "start until ready", "the same two LISTs", 1.5),
          new Goal("disable_lag", "disabled here, refused there, p99", "a plain watch", 1.5),
          new Goal("expiry_storm", "others' p99 while tokens expire at once", "idle", 2),
          new Goal("create", "POST of a token", "its two raw creates", 0),
          new Goal("local_start", "`make run`, from nothing", "etcd and API server alone", 0),
          new Goal("micro_check", "form and checksum of a key", "HMAC-SHA-256", 0),
          new Goal("micro_digest", "digest of a key", "HMAC-SHA-256", 0),
          new Goal("micro_lookup", "entry of a digest", "HMAC-SHA-256", 0),
          new Goal("micro_verdict", "verdict on an entry", "HMAC-SHA-256", 0));

  boolean isBytes() {
    return name.equals(BYTES);
  }

  boolean hasLimit() {
    return limit > 0;
  }

  /** A ratio of this figure, or its limit, as text. */
  String text(double ratio) {
    return isBytes() ? "%.0f B".formatted(ratio) : "%.2f".formatted(ratio);
  }
}

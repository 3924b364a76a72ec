package io.kriten.apitoken.api.problem;

import java.time.Duration;

/**
 * A request that is not served, as its sender is told: an HTTP status (RFC 9110) and one sentence
 * on what is wrong and how to mend it. The message never carries a key, a host name or another
 * system's error text.
 */
public final class Refusal extends RuntimeException {

  private final int status;
  private final Duration retryAfter;

  private Refusal(int status, String message, Duration retryAfter) {
    super(message, null, false, false);
    this.status = status;
    this.retryAfter = retryAfter;
  }

  /** 400: the request itself is wrong; the message names the field. */
  public static Refusal badRequest(String message) {
    return new Refusal(400, message, null);
  }

  /** 400: the connection was over before the request was, so that nothing was done. */
  public static Refusal cutOff() {
    return badRequest("The connection ended within the request. Send it again, to its end.");
  }

  /** 401: nobody knows who asks. */
  public static Refusal unauthenticated() {
    return new Refusal(
        401,
        "No credentials. Send an API token in the header Token, or a bearer in the header"
            + " Authorization.",
        null);
  }

  /** 401: the one answer to every key that is not accepted, whatever the reason. */
  public static Refusal badKey() {
    return new Refusal(
        401,
        "The API token is not accepted. Use one that exists, is enabled and has not expired.",
        null);
  }

  /** 401: a bearer that the cluster does not accept. */
  public static Refusal badBearer() {
    return new Refusal(
        401, "The bearer is not accepted by the cluster. Log in again and use a fresh one.", null);
  }

  /** 403: who asks may see it, but not do this. */
  public static Refusal forbidden(String message) {
    return new Refusal(403, message, null);
  }

  /** 404: the one answer for ids that are unknown, malformed, or not the caller's to see. */
  public static Refusal noSuchToken() {
    return new Refusal(
        404, "There is no API token of that id. List yours with GET /api/v1/api_tokens.", null);
  }

  /** 409: another change won. */
  public static Refusal conflict() {
    return new Refusal(
        409, "The API token was changed by others at the same time. Read it and try again.", null);
  }

  /** 422: understood, but refused by the cluster's rules. */
  public static Refusal unprocessable(String message) {
    return new Refusal(422, message, null);
  }

  /** 429: too often, with the time after which it is worth trying again. */
  public static Refusal tooMany(String message, Duration retryAfter) {
    return new Refusal(429, message, retryAfter);
  }

  /** 500: a fault of ours, which is in the log. */
  public static Refusal failed() {
    return new Refusal(
        500, "The service failed. Try again; its administrators find the reason in its log.", null);
  }

  /** 503: our own outage, or the cluster's. */
  public static Refusal unavailable(String message) {
    return new Refusal(503, message, Duration.ofSeconds(1));
  }

  /** 503: nothing can be said about keys and ids yet. */
  public static Refusal loading() {
    return unavailable("API tokens are still being loaded. Try again in a moment.");
  }

  /** Any other status. */
  public static Refusal of(int status, String message) {
    return new Refusal(status, message, null);
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** When it is worth trying again; null when it never is. */
  public Duration retryAfter() {
    return retryAfter;
  }
}

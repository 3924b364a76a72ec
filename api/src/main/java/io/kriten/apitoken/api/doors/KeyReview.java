package io.kriten.apitoken.api.doors;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.kriten.apitoken.api.problem.Refusal;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.List;
import java.util.Objects;

/**
 * The question of kube-apiserver: {@code TokenReview} of <a
 * href="https://kubernetes.io/docs/reference/access-authn-authz/authentication/#webhook-token-authentication">authentication.k8s.io/v1</a>.
 *
 * @param token what a client showed as its bearer
 * @param audiences one of which it must be for; empty for the API server's own
 */
record KeyReview(String token, List<String> audiences) {

  static final String API_VERSION = "authentication.k8s.io/v1";
  static final String KIND = "TokenReview";

  private static final ObjectReader READER = new ObjectMapper().readerFor(Document.class);

  @JsonIgnoreProperties(ignoreUnknown = true)
  record Document(String apiVersion, String kind, Spec spec) {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  record Spec(String token, List<String> audiences) {

    /** Without the token. */
    @Override
    public String toString() {
      return "Spec[...]";
    }
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "KeyReview" + audiences;
  }

  /**
   * Reads it.
   *
   * @throws Refusal 400, when it is none
   */
  static KeyReview read(Buffer json) {
    Document document = document(json);
    if (!API_VERSION.equals(document.apiVersion()) || !KIND.equals(document.kind())) {
      throw Refusal.badRequest(
          "The body must be a TokenReview of authentication.k8s.io/v1. Start kube-apiserver with"
              + " --authentication-token-webhook-version=v1.");
    }
    Spec spec = document.spec();
    if (spec == null || spec.token() == null) {
      throw Refusal.badRequest("spec.token is missing.");
    }
    List<String> audiences = spec.audiences() == null ? List.of() : spec.audiences();
    if (audiences.stream().anyMatch(Objects::isNull)) {
      throw Refusal.badRequest("spec.audiences has a null. Name audiences, or leave it out.");
    }
    return new KeyReview(spec.token(), audiences);
  }

  private static Document document(Buffer json) {
    try {
      Document document = READER.readValue(json.getBytes());
      if (document != null) {
        return document;
      }
    } catch (IOException e) {
      // What Jackson says of it may quote the token.
    }
    throw Refusal.badRequest("The body is no JSON object of the kind TokenReview.");
  }
}

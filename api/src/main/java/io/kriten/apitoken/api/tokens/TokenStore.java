package io.kriten.apitoken.api.tokens;

import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.kriten.apitoken.api.kube.Listing;
import io.kriten.apitoken.api.kube.Pages;
import io.kriten.apitoken.crds.ApiToken;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * ApiTokens and digest Secrets at the API server, always read live. Blocks: for workers only. What
 * fails throws fabric8's exception.
 */
public final class TokenStore {

  private static final String FIELD_MANAGER = "apitoken-api";

  /** For a page; whoever asked waits. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final KubernetesClient client;
  private final Pages<ApiToken> pages;

  /**
   * @param client with bounded timeouts
   */
  public TokenStore(KubernetesClient client) {
    this.client = client;
    this.pages = new Pages<>(client, ApiToken.class, PATIENCE, "labels", "managedFields");
  }

  ApiToken create(ApiToken token) {
    return client.resource(token).create();
  }

  Secret create(Secret secret) {
    return client.resource(secret).create();
  }

  Optional<ApiToken> find(String namespace, String name) {
    return Optional.ofNullable(
        client.resources(ApiToken.class).inNamespace(namespace).withName(name).get());
  }

  /** By a list, since the facade needs no right to get Secrets. */
  Optional<Secret> findSecret(String namespace, String name) {
    return client
        .secrets()
        .inNamespace(namespace)
        .withField("metadata.name", name)
        .list()
        .getItems()
        .stream()
        .findFirst();
  }

  /**
   * Tells the tokens of a page.
   *
   * @param from where the page before it ended; empty for the first
   * @return where the next one begins; empty at the end
   */
  String page(String namespace, int limit, String from, Consumer<ApiToken> told) {
    return page(new Listing(namespace, Map.of(), limit, from), told);
  }

  /** The same, of those whose owner has that name. */
  String owned(String namespace, String username, int limit, String from, Consumer<ApiToken> told) {
    Map<String, String> owner = Map.of(ApiToken.OWNER_FIELD.substring(1), username);
    return page(new Listing(namespace, owner, limit, from), told);
  }

  private String page(Listing page, Consumer<ApiToken> told) {
    String next = pages.read(page, told).getContinue();
    return next == null ? "" : next;
  }

  /** A JSON merge patch (RFC 7396). */
  ApiToken patch(ApiToken live, String mergePatch) {
    return client
        .resource(live)
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.JSON_MERGE)
                .withFieldManager(FIELD_MANAGER)
                .build(),
            mergePatch);
  }

  /** Deletes that very token, and no namesake. Returns whether it was there. */
  boolean delete(String namespace, String name, String uid) {
    DeleteOptions onlyThat =
        new DeleteOptionsBuilder().withNewPreconditions().withUid(uid).endPreconditions().build();
    try {
      client.raw(
          "/apis/%s/namespaces/%s/%s/%s"
              .formatted(ApiToken.API_VERSION, namespace, ApiToken.PLURAL, name),
          "DELETE",
          onlyThat);
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND
          || e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        return false;
      }
      throw e;
    }
  }
}

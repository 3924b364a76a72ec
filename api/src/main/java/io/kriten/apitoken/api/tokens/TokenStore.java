package io.kriten.apitoken.api.tokens;

import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.kriten.apitoken.crds.ApiToken;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * ApiTokens and digest Secrets at the API server, always read live. Blocks: for workers only. What
 * fails throws fabric8's exception.
 */
public final class TokenStore {

  private static final String FIELD_MANAGER = "apitoken-api";
  private static final long PAGE = 5000;

  private final KubernetesClient client;

  /** One page of a list, and where the next one begins; null at the end. */
  record Page(List<ApiToken> tokens, String next) {}

  /**
   * @param client with bounded timeouts
   */
  public TokenStore(KubernetesClient client) {
    this.client = client;
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

  List<ApiToken> owned(String namespace, String username) {
    List<ApiToken> all = new ArrayList<>();
    String next = null;
    do {
      Page page =
          page(
              client
                  .resources(ApiToken.class)
                  .inNamespace(namespace)
                  .withField(ApiToken.OWNER_FIELD.substring(1), escaped(username)),
              PAGE,
              next);
      all.addAll(page.tokens());
      next = page.next();
    } while (next != null);
    return all;
  }

  /** k8s.io/apimachinery, fields.EscapeValue. */
  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace(",", "\\,").replace("=", "\\=");
  }

  Page page(String namespace, long limit, String from) {
    return page(client.resources(ApiToken.class).inNamespace(namespace), limit, from);
  }

  private static Page page(
      FilterWatchListDeletable<ApiToken, ? extends KubernetesResourceList<ApiToken>, ?> source,
      long limit,
      String from) {
    KubernetesResourceList<ApiToken> list =
        source.list(new ListOptionsBuilder().withLimit(limit).withContinue(from).build());
    String next = list.getMetadata().getContinue();
    return new Page(list.getItems(), next == null || next.isEmpty() ? null : next);
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

package io.kriten.apitoken.operator;

import static java.net.HttpURLConnection.HTTP_CONFLICT;
import static java.net.HttpURLConnection.HTTP_NOT_FOUND;

import io.fabric8.kubernetes.api.Pluralize;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.crds.ApiTokenStatus;
import io.kriten.apitoken.crds.Labels;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The API server, by fabric8's client. */
final class Fabric8ApiServer implements ApiServer {

  private static final String POLICY_GROUP = "admissionregistration.k8s.io";
  private static final String POLICY_VERSION = "v1";
  private static final PatchContext STATUS_PATCH =
      new PatchContext.Builder()
          .withPatchType(PatchType.JSON_MERGE)
          .withFieldManager("apitoken-operator")
          .build();
  private static final String ALREADY_EXISTS = "AlreadyExists";

  private final KubernetesClient client;

  Fabric8ApiServer(KubernetesClient client) {
    this.client = client;
  }

  @Override
  public <T extends HasMetadata> Optional<T> find(Class<T> kind, String namespace, String name) {
    return Optional.ofNullable(client.resources(kind).inNamespace(namespace).withName(name).get());
  }

  @Override
  public <T extends HasMetadata> Optional<T> create(T object) {
    try {
      return Optional.of(client.resource(object).create());
    } catch (KubernetesClientException e) {
      if (isAlreadyExists(e)) {
        return Optional.empty();
      }
      if (isConflict(e)) {
        throw new ConcurrentChangeException(object);
      }
      throw e;
    }
  }

  @Override
  public boolean replace(HasMetadata object) {
    try {
      var unused = client.resource(object).update();
      return true;
    } catch (KubernetesClientException e) {
      if (isConflict(e)) {
        return false;
      }
      throw e;
    }
  }

  /** Resource versions are unique among all objects, so that one stands for the uid as well. */
  @Override
  public boolean delete(HasMetadata object) {
    try {
      client
          .resource(object)
          .lockResourceVersion(object.getMetadata().getResourceVersion())
          .delete();
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HTTP_CONFLICT) {
        return false;
      }
      throw e;
    }
  }

  /** A merge patch (RFC 7386): it replaces the conditions as a whole, and null clears a field. */
  @Override
  public Optional<ApiToken> writeStatus(ApiToken token, ApiTokenStatus status) {
    Map<String, Object> fields = new HashMap<>();
    fields.put("conditions", status.conditions());
    fields.put("keyHint", status.keyHint());
    fields.put("deliverySecret", status.deliverySecret());
    Map<String, Object> patch =
        Map.of(
            "metadata",
            Map.of("resourceVersion", token.getMetadata().getResourceVersion()),
            "status",
            fields);
    try {
      return Optional.of(
          client
              .resource(token)
              .subresource("status")
              .patch(STATUS_PATCH, client.getKubernetesSerialization().asJson(patch)));
    } catch (KubernetesClientException e) {
      if (isConflict(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** By type, which nobody can change, and not by label. */
  @Override
  public boolean holdsDigest(String namespace) {
    return !client
        .secrets()
        .inNamespace(namespace)
        .withField("type", Labels.DIGEST_TYPE)
        .list(new ListOptionsBuilder().withLimit(1L).build())
        .getItems()
        .isEmpty();
  }

  /** Named by hand: the client would ask the API server for the plural of every kind. */
  @Override
  public Optional<GenericKubernetesResource> findPolicy(String kind, String name) {
    ResourceDefinitionContext context =
        new ResourceDefinitionContext.Builder()
            .withGroup(POLICY_GROUP)
            .withVersion(POLICY_VERSION)
            .withKind(kind)
            .withPlural(Pluralize.toPlural(kind.toLowerCase(Locale.ROOT)))
            .withNamespaced(false)
            .build();
    return Optional.ofNullable(client.genericKubernetesResources(context).withName(name).get());
  }

  @Override
  public boolean serves(String apiVersion, String kind) {
    APIResourceList resources = client.getApiResources(apiVersion);
    return resources != null
        && resources.getResources().stream().anyMatch(r -> kind.equals(r.getKind()));
  }

  private static boolean isConflict(KubernetesClientException e) {
    return e.getCode() == HTTP_CONFLICT || e.getCode() == HTTP_NOT_FOUND;
  }

  private static boolean isAlreadyExists(KubernetesClientException e) {
    return e.getCode() == HTTP_CONFLICT
        && e.getStatus() != null
        && ALREADY_EXISTS.equals(e.getStatus().getReason());
  }
}

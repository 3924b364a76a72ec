package io.kriten.apitoken.operator;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.crds.ApiTokenStatus;
import java.util.Optional;

/**
 * All that the operator asks of the API server, beside its watches. Every read is live and quorate;
 * every call that fails leaves open whether it reached the server.
 *
 * <p>Each method throws {@link io.fabric8.kubernetes.client.KubernetesClientException} when the API
 * server refuses or cannot be reached.
 */
interface ApiServer {

  /** The object of a kind and name; empty when there is none. */
  <T extends HasMetadata> Optional<T> find(Class<T> kind, String namespace, String name);

  /**
   * Creates an object, and never updates one.
   *
   * @return the object as stored; empty when the name is taken
   * @throws ConcurrentChangeException when something that it counts against, such as a quota, has
   *     just changed, or its namespace is gone
   */
  <T extends HasMetadata> Optional<T> create(T object);

  /**
   * Deletes just the object that was read: same uid and same resourceVersion.
   *
   * @return false when it has changed since
   */
  boolean delete(HasMetadata object);

  /**
   * Writes an object over the one that was read.
   *
   * @return false when that has changed since, or is gone
   */
  boolean replace(HasMetadata object);

  /**
   * Writes a token's status and touches nothing else.
   *
   * @return the token as stored; empty when it has changed since it was read, or is gone
   */
  Optional<ApiToken> writeStatus(ApiToken token, ApiTokenStatus status);

  /** Whether a namespace holds a digest Secret. */
  boolean holdsDigest(String namespace);

  /** The admission policy or binding of a kind and name; empty when there is none. */
  Optional<GenericKubernetesResource> findPolicy(String kind, String name);

  /** Whether the API server serves a kind in a version of a group. */
  boolean serves(String apiVersion, String kind);
}

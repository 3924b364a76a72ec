package io.kriten.apitoken.operator.tls;

import io.fabric8.kubernetes.api.model.Secret;
import java.util.Optional;

/**
 * The Secrets of the release's namespace. Reads are live. Each method throws {@link
 * io.fabric8.kubernetes.client.KubernetesClientException} when the API server refuses or cannot be
 * reached.
 */
public interface SecretStore {

  /** The Secret of that name; empty when there is none. */
  Optional<Secret> find(String name);

  /**
   * Creates a Secret, and never updates one.
   *
   * @return as stored; empty when the name is taken
   */
  Optional<Secret> create(Secret secret);

  /**
   * Replaces just the Secret that was read: same resourceVersion.
   *
   * @return as stored; empty when it has changed since, or is gone
   */
  Optional<Secret> replace(Secret secret);
}

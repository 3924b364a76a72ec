package io.kriten.apitoken.api.tokens;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kriten.apitoken.api.problem.OneLine;
import java.util.Queue;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tokens whose creation failed and that could not be taken back, because the API server was away.
 * Nobody has their keys, so they are deleted as soon as it answers. Should this process end before,
 * the operator deletes those without a digest; one with a digest stays in its owner's list.
 */
public final class Leftovers {

  private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
  private static final int MAX = 10_000;

  private record Name(String namespace, String name) {}

  private final TokenStore store;
  private final Queue<Name> names = new LinkedBlockingQueue<>(MAX);

  /**
   * @param store deletes them
   */
  public Leftovers(TokenStore store) {
    this.store = store;
  }

  /** Its name is random and was never told to anybody, so that no other token can have it. */
  void add(String namespace, String name) {
    LOG.warn("ApiToken {} is left over, to be deleted when the API server answers", name);
    if (!names.offer(new Name(namespace, name))) {
      LOG.error("Too many are left over: ApiToken {} must be deleted by its owner", name);
    }
  }

  /** How many there are. */
  public int size() {
    return names.size();
  }

  /** Deletes them, up to the first that the API server does not answer for. Blocks. */
  public void sweep() {
    for (Name next = names.peek(); next != null; next = names.peek()) {
      try {
        delete(next);
      } catch (KubernetesClientException e) {
        LOG.debug("ApiToken {} is still left over: {}", next.name(), OneLine.of(e.getMessage()));
        return;
      }
      names.remove(next);
    }
  }

  private void delete(Name leftover) {
    store
        .find(leftover.namespace(), leftover.name())
        .ifPresent(
            token ->
                store.delete(leftover.namespace(), leftover.name(), token.getMetadata().getUid()));
  }
}

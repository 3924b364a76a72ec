package io.kriten.apitoken.api.index;

import io.fabric8.kubernetes.api.model.Secret;
import io.kriten.apitoken.api.problem.OneLine;
import io.kriten.apitoken.crds.Names;
import io.kriten.apitoken.crds.PepperSecrets;
import io.kriten.apitoken.keys.Peppers;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Secret of the peppers, on its way into the index. Peppers that were loaded stay in use for
 * verification when their Secret vanishes or becomes unreadable; new keys must wait until it is
 * back, since nobody could verify them after a restart.
 */
final class PepperSink implements Sink<Secret> {

  private static final Logger LOG = LoggerFactory.getLogger(PepperSink.class);

  private final TokenIndex index;
  private final Runnable loaded;
  private volatile Peppers stored;

  /**
   * @param loaded called after every load
   */
  PepperSink(TokenIndex index, Runnable loaded) {
    this.index = index;
    this.loaded = loaded;
  }

  /** The peppers, while their Secret is there. */
  Optional<Peppers> stored() {
    return Optional.ofNullable(stored);
  }

  @Override
  public String key(Secret secret) {
    return secret.getMetadata().getName();
  }

  @Override
  public void listing(long resourceVersion) {
    LOG.debug("Secret {} is listed at {}", Names.PEPPER_SECRET, resourceVersion);
  }

  @Override
  public void exists(Secret secret) {
    changed(secret);
  }

  @Override
  public void changed(Secret secret) {
    try {
      Peppers peppers = PepperSecrets.read(secret);
      if (index.peppers().filter(peppers::equals).isEmpty()) {
        index.use(peppers);
        LOG.info("Loaded {}", peppers);
      }
      stored = peppers;
      loaded.run();
    } catch (IllegalArgumentException e) {
      stored = null;
      LOG.error("{} No key can be made until it is restored.", OneLine.of(e.getMessage()));
    }
  }

  @Override
  public void deleted(Secret secret) {
    stored = null;
    LOG.error(
        "Secret {} is gone. Keys are still verified from memory, but none can be made until it is"
            + " restored from a backup.",
        Names.PEPPER_SECRET);
  }

  @Override
  public void listed(Set<String> keys, long resourceVersion) {
    if (keys.isEmpty()) {
      stored = null;
      LOG.warn("Secret {} is not there yet; the operator makes it", Names.PEPPER_SECRET);
    }
  }

  @Override
  public void reached(long resourceVersion) {
    LOG.trace("Secret {}: all told up to {}", Names.PEPPER_SECRET, resourceVersion);
  }
}

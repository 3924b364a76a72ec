package io.kriten.apitoken.operator;

import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;
import io.kriten.apitoken.crds.ApiToken;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Has the tokens of a namespace looked at when something changed that no watch of theirs shows: the
 * admission policies or the peppers. And hands out tokens that are being deleted, at which JOSDK
 * does not look unless they carry a finalizer of its own.
 */
final class Wakeups extends AbstractEventSource<Void, ApiToken>
    implements ResourceEventAware<ApiToken> {

  private final Consumer<ApiToken> onDeleting;
  private volatile IndexerResourceCache<ApiToken> cache;

  /**
   * @param onDeleting takes each token that is found to be going
   */
  Wakeups(Consumer<ApiToken> onDeleting) {
    super(Void.class, "wakeups");
    this.onDeleting = onDeleting;
  }

  /** Tells it where the tokens are. */
  void over(IndexerResourceCache<ApiToken> tokens) {
    cache = tokens;
  }

  /** Has every token looked at that is such. */
  void wake(Predicate<ApiToken> such) {
    tokens()
        .filter(such)
        .map(ResourceID::fromResource)
        .forEach(id -> getEventHandler().handleEvent(new Event(id)));
  }

  /** All tokens that the watch knows. */
  Stream<ApiToken> tokens() {
    return isRunning() ? cache.list() : Stream.empty();
  }

  @Override
  public Set<Void> getSecondaryResources(ApiToken primary) {
    return Set.of();
  }

  @Override
  public void onResourceCreated(ApiToken token) {
    tellDeleting(token);
  }

  @Override
  public void onResourceUpdated(ApiToken token, ApiToken before) {
    tellDeleting(token);
  }

  private void tellDeleting(ApiToken token) {
    if (TokenFacts.isBeingDeleted(token)) {
      onDeleting.accept(token);
    }
  }
}

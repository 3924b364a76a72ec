package io.kriten.apitoken.operator;

import io.javaoperatorsdk.operator.RuntimeInfo;
import io.javaoperatorsdk.operator.health.InformerHealthIndicator;
import java.util.stream.Stream;

/**
 * How JOSDK does. A watch that is interrupted and comes back by itself makes nobody unhealthy: an
 * operator that is restarted while the API server is away does not start.
 *
 * @param runtime JOSDK's own view
 */
record SdkHealth(RuntimeInfo runtime) {

  /** Whether no watch has ended for good. */
  boolean isAlive() {
    return !runtime.isStarted() || watches().allMatch(InformerHealthIndicator::isRunning);
  }

  /** Whether every watch has caught up and is connected. */
  boolean isReady() {
    return runtime.isStarted()
        && watches().allMatch(watch -> watch.hasSynced() && watch.isWatching());
  }

  /** JOSDK hands its indicators out as raw types. */
  @SuppressWarnings("unchecked")
  private Stream<InformerHealthIndicator> watches() {
    return runtime.getRegisteredControllers().stream()
        .flatMap(
            c ->
                c.getControllerHealthInfo().informerEventSourceHealthIndicators().values().stream())
        .flatMap(source -> source.informerHealthIndicators().values().stream());
  }
}

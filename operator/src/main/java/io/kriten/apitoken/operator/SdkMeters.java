package io.kriten.apitoken.operator;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;

/** JOSDK's meters under our prefix, and without the 69 buckets that it gives each timer. */
final class SdkMeters implements MeterFilter {

  private static final String SDK = "operator.sdk";
  private static final String PREFIX = "apitoken.";

  @Override
  public Meter.Id map(Meter.Id id) {
    return id.getName().startsWith(SDK) ? id.withName(PREFIX + id.getName()) : id;
  }

  @Override
  public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
    return DistributionStatisticConfig.builder().percentilesHistogram(false).build().merge(config);
  }
}

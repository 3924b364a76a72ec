package io.kriten.apitoken.operator;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * When the data of a ConfigMap was written, by the API server's clock. Helm writes labels at each
 * upgrade, and people write annotations: those writes are left out.
 */
final class DataWrites {

  private static final String DATA = "f:data";

  private DataWrites() {}

  /** The times of those writes; of all writes where managedFields do not tell which they are. */
  static Stream<Instant> times(ConfigMap map) {
    List<ManagedFieldsEntry> all = map.getMetadata().getManagedFields();
    boolean isTold =
        all.stream().allMatch(DataWrites::isReadable)
            && all.stream().anyMatch(DataWrites::ownsData);
    return all.stream()
        .filter(entry -> !isTold || ownsData(entry))
        .map(ManagedFieldsEntry::getTime)
        .filter(Objects::nonNull)
        .map(Instant::parse);
  }

  private static boolean isReadable(ManagedFieldsEntry entry) {
    return entry.getTime() != null && !fields(entry).isEmpty();
  }

  private static boolean ownsData(ManagedFieldsEntry entry) {
    return fields(entry).containsKey(DATA);
  }

  private static Map<String, Object> fields(ManagedFieldsEntry entry) {
    return entry.getFieldsV1() == null ? Map.of() : entry.getFieldsV1().getAdditionalProperties();
  }
}

package io.kriten.apitoken.operator;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The {@code spec} of a policy, without what says nothing: fields that are null, {}, [] or "". An
 * API server of another version may write such a field where the manifest had none; any other
 * difference makes it another policy. Elements of lists always say something.
 *
 * @param content maps, lists and scalars
 */
record PolicySpec(Object content) {

  static PolicySpec of(GenericKubernetesResource object) {
    return new PolicySpec(pruned(object.getAdditionalProperties().get("spec")));
  }

  private static Object pruned(Object value) {
    if (value instanceof Map<?, ?> map) {
      return prunedMap(map);
    }
    return value instanceof List<?> list ? list.stream().map(PolicySpec::pruned).toList() : value;
  }

  private static Map<String, Object> prunedMap(Map<?, ?> map) {
    Map<String, Object> kept = new TreeMap<>();
    map.forEach(
        (field, value) -> {
          Object rest = pruned(value);
          if (!isEmpty(rest)) {
            kept.put(String.valueOf(field), rest);
          }
        });
    return kept;
  }

  private static boolean isEmpty(Object value) {
    return value == null
        || "".equals(value)
        || (value instanceof Map<?, ?> map && map.isEmpty())
        || (value instanceof Collection<?> list && list.isEmpty());
  }
}

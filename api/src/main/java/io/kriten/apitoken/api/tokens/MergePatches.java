package io.kriten.apitoken.api.tokens;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.crds.Labels;
import java.time.Instant;

/**
 * Changes as a JSON merge patch (RFC 7396) of just the fields that change, so that two patches of
 * different fields never undo each other. The uid in it keeps a namesake from being changed.
 */
final class MergePatches {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private MergePatches() {}

  static ObjectNode of(ApiToken live, TokenChanges changes, Instant now) {
    ObjectNode patch = JSON.objectNode();
    ObjectNode metadata = patch.putObject("metadata");
    metadata.put("uid", live.getMetadata().getUid());
    metadata.putObject("annotations").put(Labels.UPDATED_AT, Rfc3339.format(Times.next(live, now)));
    ObjectNode spec = patch.putObject("spec");
    put(spec, "description", changes.description());
    put(spec, "enabled", changes.enabled());
    put(spec, "expires", changes.expires());
    return patch;
  }

  /** The same, refused with 409 when the token has changed since it was read. */
  static ObjectNode ifUnchanged(ObjectNode patch, ApiToken live) {
    patch.withObject("/metadata").put("resourceVersion", live.getMetadata().getResourceVersion());
    return patch;
  }

  private static void put(ObjectNode spec, String name, Field<?> field) {
    if (field.isPresent()) {
      spec.set(name, JSON.pojoNode(field.value()));
    }
  }
}

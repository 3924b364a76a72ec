package io.kriten.apitoken.api.index;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.WatchEvent;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.crds.ApiTokenSpec;
import io.kriten.apitoken.crds.ApiTokenStatus;
import io.kriten.apitoken.crds.Labels;
import io.kriten.apitoken.crds.Owner;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decodes an event of each kind before a watch tells any. The first one of a JVM takes it up to 300
 * ms, with all the classes that it loads, and the second less than 1 ms (measured). A request with
 * a new key waits 250 ms for the watch, and so a new replica refused the first one that others
 * made.
 */
final class EventRehearsal {

  private final KubernetesSerialization json;

  EventRehearsal(KubernetesSerialization json) {
    this.json = json;
  }

  /** Returns what was decoded. */
  List<HasMetadata> run() {
    return List.of(decoded(token()), decoded(digest()));
  }

  /** In two steps, as fabric8's watches do it where the first gives another class. */
  private HasMetadata decoded(HasMetadata object) {
    WatchEvent event =
        json.unmarshal(json.asJson(new WatchEvent(object, "ADDED")), WatchEvent.class);
    return json.convertValue(event.getObject(), object.getClass());
  }

  private static HasMetadata token() {
    ApiToken token = new ApiToken();
    token.setMetadata(metadata());
    token.setSpec(
        new ApiTokenSpec(
            new Owner("rehearsal", null, Set.of("rehearsal")), "", true, null, 1, null));
    token.setStatus(new ApiTokenStatus(List.of(), "", null));
    return token;
  }

  private static HasMetadata digest() {
    return new SecretBuilder()
        .withMetadata(metadata())
        .withType(Labels.DIGEST_TYPE)
        .withData(Map.of("rehearsal", ""))
        .build();
  }

  private static ObjectMeta metadata() {
    return new ObjectMetaBuilder()
        .withName("rehearsal")
        .addNewOwnerReference()
        .withName("rehearsal")
        .endOwnerReference()
        .addNewManagedField()
        .withManager("rehearsal")
        .endManagedField()
        .build();
  }
}

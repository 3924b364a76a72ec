package io.kriten.apitoken.operator;

import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.crds.Verdict;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of a token's changes by Events (events.k8s.io/v1). They are a courtesy: one that cannot be
 * written is logged and forgotten.
 */
final class TokenEvents {

  private static final Logger log = LoggerFactory.getLogger(TokenEvents.class);

  /** An Event's {@code reportingController}. */
  static final String CONTROLLER = "kriten.io/apitoken-operator";

  private static final DateTimeFormatter MICRO_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  /** What the API server takes as an Event's note, in bytes. */
  private static final int NOTE_LENGTH = 1000;

  private final ApiServer api;
  private final String instance;
  private final InstantSource clock;

  /**
   * @param instance which replica this is
   */
  TokenEvents(ApiServer api, String instance, InstantSource clock) {
    this.api = api;
    this.instance = instance;
    this.clock = clock;
  }

  /** A key was made for the token. */
  void keyMade(ApiToken token) {
    write(token, "KeyMade", true, "MakeKey", "A key was made for the owner to fetch.");
  }

  /** The verdict on the token has changed to this one. */
  void verdict(ApiToken token, Verdict verdict) {
    write(token, verdict.reason().name(), verdict.accepts(), "Judge", verdict.message());
  }

  private void write(ApiToken token, String reason, boolean normal, String action, String note) {
    try {
      api.create(event(token, reason, normal, action, note));
    } catch (KubernetesClientException e) {
      log.warn("{} has no Event {}: {}", TokenFacts.describe(token), reason, e.getMessage());
    }
  }

  /** Named by what it tells of, so that one told twice is stored once. */
  private Event event(ApiToken token, String reason, boolean normal, String action, String note) {
    return new EventBuilder()
        .withNewMetadata()
        .withNamespace(token.getMetadata().getNamespace())
        .withName(
            token.getMetadata().getUid()
                + "."
                + token.getMetadata().getResourceVersion()
                + "."
                + reason.toLowerCase(Locale.ROOT))
        .endMetadata()
        .withEventTime(new MicroTime(MICRO_TIME.format(clock.instant())))
        .withReportingController(CONTROLLER)
        .withReportingInstance(instance)
        .withRegarding(
            new ObjectReferenceBuilder()
                .withApiVersion(ApiToken.API_VERSION)
                .withKind(ApiToken.KIND)
                .withNamespace(token.getMetadata().getNamespace())
                .withName(token.getMetadata().getName())
                .withUid(token.getMetadata().getUid())
                .build())
        .withType(normal ? "Normal" : "Warning")
        .withReason(reason)
        .withAction(action)
        .withNote(note.length() <= NOTE_LENGTH ? note : note.substring(0, NOTE_LENGTH))
        .build();
  }
}

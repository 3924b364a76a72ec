package io.kriten.apitoken.operator;

import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.crds.Conditions;
import java.util.stream.Stream;

/** How far the handing over of a key by its delivery Secret has come. */
enum Handover {
  /** Not over: the delivery Secret is to be made, or waits for its owner. */
  Open,
  /** Over: the Secret was deleted before its time was up, as its owner does after reading it. */
  Fetched,
  /** Over: the time was up, and the operator deleted the Secret. */
  Withdrawn,
  /** There is nothing to hand over any more: the key is gone. Open again if it should come back. */
  KeyMissing;

  /** How far the token's condition {@code Delivered} says that it has come. */
  static Handover of(ApiToken token) {
    String reason = Conditions.find(token, Conditions.DELIVERED).map(c -> c.getReason()).orElse("");
    return Stream.of(Fetched, Withdrawn, KeyMissing)
        .filter(h -> h.name().equals(reason))
        .findFirst()
        .orElse(Open);
  }

  boolean isOver() {
    return this == Fetched || this == Withdrawn;
  }
}

package io.kriten.apitoken.operator;

import io.fabric8.kubernetes.api.model.Secret;
import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.crds.Delivery;
import io.kriten.apitoken.crds.DigestRecord;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Looks at what exists around a token. While the watch knows its digest, the watch is enough.
 * Without a digest a key may have to be made, and everything is read live.
 */
final class Observer {

  private final TokenObjects objects;
  private final SharedReading<GuardStanding> guard;
  private final SharedReading<PepperStanding> peppers;

  Observer(
      TokenObjects objects,
      SharedReading<GuardStanding> guard,
      SharedReading<PepperStanding> peppers) {
    this.objects = objects;
    this.guard = guard;
    this.peppers = peppers;
  }

  /**
   * Looks around a token.
   *
   * @param watched the digest and delivery Secrets that the watch knows of it
   * @return empty when the token is gone
   */
  Optional<Observation> observe(ApiToken token, Collection<Secret> watched) {
    if (token.getSpec() == null || token.getMetadata().getDeletionTimestamp() != null) {
      return Optional.of(unexamined(token, watched));
    }
    return named(watched, TokenObjects.digestName(token))
        .map(secret -> TokenObjects.claimDigest(secret, token))
        .filter(Found::isOurs)
        .map(digest -> Optional.of(watched(token, digest, watched)))
        .orElseGet(() -> objects.token(token).map(now -> live(unexamined(now, watched))));
  }

  private Observation watched(
      ApiToken token, Found<DigestRecord> digest, Collection<Secret> watched) {
    Found<KeySecret> delivery =
        named(watched, KeyAccess.name(token))
            .map(secret -> TokenObjects.claimDeliveryOf(digest.content(), secret, token))
            .orElseGet(Found::absent);
    return unexamined(token, watched).withDigest(digest).withDelivery(delivery);
  }

  private Observation live(Observation unexamined) {
    ApiToken token = unexamined.token();
    Found<DigestRecord> digest = objects.digest(token);
    Observation seen = unexamined.withDigest(digest);
    if (digest.isOurs()) {
      return seen.withDelivery(objects.deliveryOf(digest.content(), token));
    }
    if (TokenFacts.hadKey(token)) {
      return seen.withDelivery(objects.deliveryOfLostDigest(token));
    }
    return TokenFacts.mode(token) == Delivery.Mode.Secret ? unkeyed(seen) : seen;
  }

  /** The names are looked at last: where no key may be made, it does not matter who has them. */
  private Observation unkeyed(Observation seen) {
    ApiToken token = seen.token();
    Observation judged = seen.withStandings(guard.fresh(), peppers.fresh());
    if (judged.peppers().isMissing() || !judged.guard().covers(TokenFacts.created(token))) {
      return judged;
    }
    return judged
        .withDelivery(objects.delivery(token, judged.peppers().peppers()))
        .withAccess(objects.access(token));
  }

  private Observation unexamined(ApiToken token, Collection<Secret> watched) {
    return new Observation(
        token,
        Found.absent(),
        Found.absent(),
        Claim.ABSENT,
        Handover.of(token),
        superseded(token, watched),
        guard.latest(),
        peppers.latest());
  }

  private static Set<Integer> superseded(ApiToken token, Collection<Secret> watched) {
    return watched.stream()
        .filter(secret -> TokenFacts.controls(token, secret))
        .flatMap(secret -> KeyName.of(secret).stream())
        .filter(key -> key.tokenUid().equals(token.getMetadata().getUid()))
        .map(KeyName::serial)
        .filter(serial -> token.getSpec() != null && serial < token.getSpec().serial())
        .collect(Collectors.toSet());
  }

  private static Optional<Secret> named(Collection<Secret> secrets, String name) {
    return secrets.stream().filter(s -> name.equals(s.getMetadata().getName())).findFirst();
  }
}

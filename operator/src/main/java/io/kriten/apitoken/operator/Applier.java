package io.kriten.apitoken.operator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.crds.ApiTokenStatus;
import io.kriten.apitoken.crds.DigestRecord;
import io.kriten.apitoken.crds.DigestSecrets;
import io.kriten.apitoken.crds.Labels;
import io.kriten.apitoken.keys.Peppers;
import io.kriten.apitoken.keys.TokenKey;
import java.security.SecureRandom;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what was decided; the one class that changes anything. It creates and never updates, so that
 * the uniqueness of names stops two operators from doing a thing twice, and looks at what it finds
 * where a name is taken. It may be killed between any two calls.
 */
final class Applier {

  private static final Logger log = LoggerFactory.getLogger(Applier.class);

  private final ApiServer api;
  private final TokenObjects objects;
  private final Remains remains;
  private final TokenEvents events;
  private final OperatorMetrics metrics;
  private final SecureRandom random;

  Applier(ApiServer api, TokenEvents events, OperatorMetrics metrics, SecureRandom random) {
    this.api = api;
    this.objects = new TokenObjects(api);
    this.remains = new Remains(api);
    this.events = events;
    this.metrics = metrics;
    this.random = random;
  }

  Observation writeDeliverySecret(Observation seen) {
    ApiToken token = seen.token();
    Peppers peppers = seen.peppers().peppers();
    TokenKey key = peppers.tagKey().mint(random);
    DigestRecord record = DigestRecord.seal(token, key, peppers.current());
    Optional<Secret> made = api.create(KeySecrets.write(token, record, key));
    made.ifPresent(secret -> tell("wrote the delivery Secret", token));
    return seen.withNewDelivery(
        made.map(secret -> TokenObjects.claimDelivery(secret, token, peppers))
            .orElseGet(() -> objects.delivery(token, peppers)));
  }

  /** Binds only to a Role that is ours: a wider one could lie in wait under its name. */
  Observation openDelivery(Observation seen) {
    ApiToken token = seen.token();
    Claim role =
        api.create(KeyAccess.role(token))
            .or(() -> objects.role(token))
            .map(found -> KeyAccess.claim(found, token))
            .orElse(Claim.ABSENT);
    if (role != Claim.OURS) {
      return seen.withAccess(role);
    }
    Claim binding =
        api.create(KeyAccess.binding(token))
            .or(() -> objects.binding(token))
            .map(found -> KeyAccess.claim(found, token))
            .orElse(Claim.ABSENT);
    tell("opened the delivery Secret to its owner", token);
    return seen.withAccess(binding);
  }

  Observation writeDigest(Observation seen) {
    ApiToken token = seen.token();
    DigestRecord record = seen.delivery().content().record();
    Optional<Secret> made = api.create(DigestSecrets.write(token, record));
    made.ifPresent(
        secret -> {
          tell("wrote the digest Secret", token);
          metrics.minted();
          events.keyMade(token);
        });
    Found<DigestRecord> digest =
        made.map(secret -> TokenObjects.claimDigest(secret, token))
            .orElseGet(() -> objects.digest(token));
    return digest.isOurs() && !digest.content().equals(record)
        ? seen.withDigest(digest).withDelivery(Found.foreign())
        : seen.withDigest(digest);
  }

  /**
   * The access goes before the Secret. A watch may lag: before a Secret counts as fetched, it is
   * looked for.
   */
  Observation closeDelivery(Observation seen, Handover how) {
    ApiToken token = seen.token();
    if (how == Handover.Fetched && objects.deliverySecret(token).isPresent()) {
      return seen.withDelivery(objects.deliveryOf(seen.digest().content(), token));
    }
    deleteOwned(objects.binding(token), token);
    deleteOwned(objects.role(token), token);
    deleteOwned(
        objects.deliverySecret(token).filter(s -> Labels.KEY_TYPE.equals(s.getType())), token);
    tell("closed the delivery (" + how + ")", token);
    return seen.withDeliveryClosed(how);
  }

  Observation removeSuperseded(Observation seen) {
    ApiToken token = seen.token();
    for (int serial : seen.superseded()) {
      remains.remove(
          token.getMetadata().getNamespace(), new KeyName(token.getMetadata().getUid(), serial));
      tell("removed the key of serial " + serial, token);
    }
    return seen.withoutSuperseded();
  }

  void deleteToken(Observation seen, Action.DeleteToken.Cause why) {
    delete(seen.token());
    tell("deleted the token (" + why + ")", seen.token());
    metrics.deleted(why);
  }

  /**
   * Writes a status that differs from the stored one; the Event tells of a new verdict.
   *
   * @throws ConcurrentChangeException when the token has changed since it was read
   */
  void report(ApiToken token, Decision decision) {
    ApiTokenStatus status = decision.status();
    if (status.equals(token.getStatus())) {
      return;
    }
    String before = TokenFacts.readyReason(token);
    ApiToken written =
        api.writeStatus(token, status).orElseThrow(() -> new ConcurrentChangeException(token));
    String reason = decision.verdict().reason().name();
    if (!reason.equals(before)) {
      tell("is " + reason, token);
      events.verdict(written, decision.verdict());
    }
  }

  private void deleteOwned(Optional<? extends HasMetadata> found, ApiToken token) {
    found.filter(object -> TokenFacts.controls(token, object)).ifPresent(this::delete);
  }

  private void delete(HasMetadata object) {
    if (!api.delete(object)) {
      throw new ConcurrentChangeException(object);
    }
  }

  private static void tell(String what, ApiToken token) {
    log.info("{} {}", TokenFacts.describe(token), what);
  }
}

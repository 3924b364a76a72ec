package io.kriten.apitoken.operator;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.crds.DigestRecord;
import io.kriten.apitoken.crds.DigestSecrets;
import io.kriten.apitoken.crds.Labels;
import io.kriten.apitoken.crds.OwnerPolicy;
import io.kriten.apitoken.keys.Peppers;
import io.kriten.apitoken.keys.TokenKey;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** An API server in memory with one token on it, and operators that come and go. */
final class TokenWorld {

  final MutableClock clock = new MutableClock(Samples.CREATED.plusSeconds(1));
  final FakeApiServer server = new FakeApiServer(clock);
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  GuardStanding guard = GuardStanding.inForceSince(Instant.EPOCH);
  PepperStanding peppers = PepperStanding.of(Samples.PEPPERS);

  /** What the watch of Secrets shows: all, or nothing yet. */
  enum Watch {
    CURRENT,
    BEHIND
  }

  TokenWorld(ApiToken token) {
    server.put(token);
  }

  ApiToken token() {
    return server.find(ApiToken.class, Samples.NAMESPACE, "ci").orElseThrow();
  }

  /** A fresh operator looks at the token. */
  Optional<Duration> pass(Watch watch) {
    return pass(token(), watch);
  }

  /** A fresh operator looks at the token as its own watch shows it. */
  Optional<Duration> pass(ApiToken seen, Watch watch) {
    return pass(seen, watch == Watch.CURRENT ? watched() : List.of());
  }

  Optional<Duration> pass(ApiToken seen, List<Secret> watched) {
    return operator().run(seen, watched);
  }

  /** A fresh operator. */
  TokenPass operator() {
    OperatorMetrics metrics = new OperatorMetrics(meters);
    return new TokenPass(
        new Observer(
            new TokenObjects(server),
            new SharedReading<>(() -> guard, guard),
            new SharedReading<>(() -> peppers, peppers)),
        new Decider(new OwnerPolicy(false), Duration.ZERO),
        new Applier(server, new TokenEvents(server, "test", clock), metrics, new SecureRandom()),
        metrics,
        clock);
  }

  private List<Secret> watched() {
    return server.all(Secret.class).stream().map(TokenSecrets::withoutKey).toList();
  }

  List<Secret> digests() {
    return ofType(Labels.DIGEST_TYPE);
  }

  List<Secret> deliveries() {
    return ofType(Labels.KEY_TYPE);
  }

  List<String> names(Class<? extends HasMetadata> kind) {
    return server.all(kind).stream().map(o -> o.getMetadata().getName()).toList();
  }

  DigestRecord digest() {
    return DigestSecrets.read(digests().get(0)).orElseThrow();
  }

  /** The key that the owner would read. */
  TokenKey key() {
    String encoded = deliveries().get(0).getData().get(KeySecrets.KEY);
    return TokenKey.parse(new String(Base64.getDecoder().decode(encoded), US_ASCII)).orElseThrow();
  }

  /** Whether the key in the delivery Secret is the one that the facade accepts. */
  boolean isKeyGood() {
    Peppers all = peppers.peppers();
    return digest().isSealedTo(token(), all)
        && all.current().digest(key()).equals(digest().digest())
        && all.tagKey().made(key());
  }

  private List<Secret> ofType(String type) {
    return server.all(Secret.class).stream().filter(s -> type.equals(s.getType())).toList();
  }
}

package io.kriten.apitoken.bench.micro;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.kriten.apitoken.api.index.Entry;
import io.kriten.apitoken.api.index.TokenIndex;
import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.crds.ApiTokenSpec;
import io.kriten.apitoken.crds.DigestRecord;
import io.kriten.apitoken.crds.DigestSecrets;
import io.kriten.apitoken.crds.Owner;
import io.kriten.apitoken.crds.OwnerPolicy;
import io.kriten.apitoken.crds.Verdict;
import io.kriten.apitoken.keys.Digest;
import io.kriten.apitoken.keys.KeyDigester;
import io.kriten.apitoken.keys.Peppers;
import io.kriten.apitoken.keys.TokenKey;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The steps from a key in a header to a decision on it, and a plain HMAC beside them. */
@State(Scope.Thread)
public class KeySteps {

  private static final String NAMESPACE = "apitokens";
  private static final int TOKENS = 1 << 14;
  private static final int CONTEXT_AND_KEY = 58;

  private final byte[] message = new byte[CONTEXT_AND_KEY];
  private final String[] plaintexts = new String[TOKENS];
  private final TokenKey[] keys = new TokenKey[TOKENS];
  private final Digest[] digests = new Digest[TOKENS];
  private final Entry[] entries = new Entry[TOKENS];
  private final Instant now = Instant.EPOCH;
  private Mac mac;
  private KeyDigester digester;
  private TokenIndex index;
  private int next;

  /** Fills an index. */
  @Setup
  public void fill() throws GeneralSecurityException {
    SecureRandom random = new SecureRandom();
    Peppers peppers = Peppers.generate(random);
    mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(peppers.current().bytes(), "HmacSHA256"));
    digester = peppers.current().digester();
    index = new TokenIndex(new OwnerPolicy(false), List.of(NAMESPACE));
    index.use(peppers);
    for (int i = 0; i < TOKENS; i++) {
      keys[i] = peppers.tagKey().mint(random);
      plaintexts[i] = keys[i].reveal();
      digests[i] = peppers.current().digest(keys[i]);
      ApiToken token = token(i);
      index.wrote(token);
      index.wrote(digest(token, DigestRecord.seal(token, keys[i], peppers.current())));
      entries[i] = index.find(digests[i]).orElseThrow();
    }
  }

  private static ApiToken token(int number) {
    ApiToken token = new ApiToken();
    token.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(NAMESPACE)
            .withName("bench-" + number)
            .withUid(UUID.randomUUID().toString())
            .withResourceVersion("1")
            .build());
    Owner owner = new Owner("user-" + number % 1_000, null, Set.of("developers"));
    token.setSpec(new ApiTokenSpec(owner, null, true, null, 1, null));
    return token;
  }

  private static Secret digest(ApiToken token, DigestRecord digest) {
    return new SecretBuilder(DigestSecrets.write(token, digest))
        .editMetadata()
        .withResourceVersion("1")
        .endMetadata()
        .build();
  }

  private int next() {
    next = (next + 1) & (TOKENS - 1);
    return next;
  }

  /** The yardstick: HMAC-SHA-256 of as many bytes as a digest takes. */
  @Benchmark
  public byte[] hmac() {
    return mac.doFinal(message);
  }

  /** Form and checksum. */
  @Benchmark
  public Optional<TokenKey> check() {
    return TokenKey.parse(plaintexts[next()]);
  }

  /** The digest of a key. */
  @Benchmark
  public Digest digest() {
    return digester.digest(keys[next()]);
  }

  /** The entry of a digest. */
  @Benchmark
  public Optional<Entry> lookup() {
    return index.find(digests[next()]);
  }

  /** The verdict on an entry. */
  @Benchmark
  public Verdict verdict() {
    return entries[next()].verdict(now);
  }
}

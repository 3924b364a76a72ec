package io.kriten.apitoken.api.index;

import io.kriten.apitoken.crds.Evidence;
import io.kriten.apitoken.crds.Expiry;
import io.kriten.apitoken.crds.KeyState;
import io.kriten.apitoken.crds.Owner;
import io.kriten.apitoken.crds.OwnerPolicy;
import io.kriten.apitoken.crds.Verdict;
import io.kriten.apitoken.keys.Peppers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What is known of one token: the facts of its ApiToken, the digests whose owner reference names
 * it, and the evidence that follows from both. Immutable; every change makes another.
 */
public final class Entry {

  private final UUID uid;
  private final String namespace;
  private final TokenFacts token;
  private final List<StoredDigest> digests;
  private final Evidence evidence;

  private Entry(
      UUID uid, String namespace, TokenFacts token, List<StoredDigest> digests, Evidence evidence) {
    this.uid = uid;
    this.namespace = namespace;
    this.token = token;
    this.digests = digests;
    this.evidence = evidence;
  }

  static Entry empty(UUID uid, String namespace) {
    return new Entry(uid, namespace, null, List.of(), null);
  }

  Entry withToken(TokenFacts facts) {
    return new Entry(uid, namespace, facts, digests, null);
  }

  Entry withDigest(StoredDigest digest) {
    List<StoredDigest> others = otherDigests(digest.serial());
    others.add(digest);
    return new Entry(uid, namespace, token, List.copyOf(others), null);
  }

  Entry withoutDigest(int serial) {
    return new Entry(uid, namespace, token, List.copyOf(otherDigests(serial)), null);
  }

  Entry withUnversionedDigests() {
    return new Entry(
        uid, namespace, token, digests.stream().map(d -> d.ofVersion(0)).toList(), null);
  }

  private List<StoredDigest> otherDigests(int serial) {
    List<StoredDigest> others = new ArrayList<>(digests);
    others.removeIf(d -> d.serial() == serial);
    return others;
  }

  /** The same, with the evidence that these peppers and this policy give. */
  Entry judged(Peppers peppers, OwnerPolicy owners) {
    if (token == null) {
      return this;
    }
    String uidText = uid.toString();
    Evidence found =
        token.evidence(uidText, current().map(d -> d.of(uidText)).orElse(null), peppers, owners);
    return new Entry(uid, namespace, token, digests, found);
  }

  boolean isEmpty() {
    return token == null && digests.isEmpty();
  }

  boolean isSealed() {
    return evidence != null && evidence.key() == KeyState.SEALED;
  }

  boolean isSameToken(Entry other) {
    return uid.equals(other.uid) && namespace.equals(other.namespace);
  }

  Optional<TokenFacts> token() {
    return Optional.ofNullable(token);
  }

  List<StoredDigest> digests() {
    return digests;
  }

  Optional<StoredDigest> digest(int serial) {
    return digests.stream().filter(d -> d.serial() == serial).findFirst();
  }

  /** The digest of the serial that counts; empty without a token or without such a digest. */
  Optional<StoredDigest> current() {
    return token == null ? Optional.empty() : digest(token.serial());
  }

  /** {@code metadata.uid} of the token. */
  public UUID uid() {
    return uid;
  }

  /** The token's namespace. */
  public String namespace() {
    return namespace;
  }

  /** The token's name. */
  public String name() {
    return token.name();
  }

  /** Who the token acts as. */
  public Owner owner() {
    return token.owner();
  }

  /** When the token was created, in whole seconds. */
  public Instant created() {
    return Instant.ofEpochSecond(token.created());
  }

  /** From when on the token is refused. */
  public Expiry expiry() {
    return evidence.expiry();
  }

  /** Whether the token's key is accepted at that instant, and why not. */
  public Verdict verdict(Instant now) {
    return Verdict.of(evidence, now);
  }
}

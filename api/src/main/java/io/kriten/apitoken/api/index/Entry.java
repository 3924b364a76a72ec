package io.kriten.apitoken.api.index;

import io.kriten.apitoken.api.lastuse.UsedToken;
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
 * it, and the evidence that follows from both. Every change makes another, which takes the last use
 * along; but for that they are immutable.
 */
public final class Entry extends DigestTable.Link {

  /** What most tokens have, and so share: it is looked at in every request. */
  private static final Evidence ORDINARY =
      new Evidence(false, true, KeyState.SEALED, true, Expiry.NEVER);

  private final String namespace;
  private final TokenFacts token;

  /** The token's: who asks for it in every request need not look at the facts as well. */
  private final Owner owner;

  // At most one of them holds any: a list for one digest, which most tokens have, costs 24 bytes.
  private final StoredDigest only;
  private final List<StoredDigest> several;

  private final Evidence evidence;

  private Entry(
      UsedToken earlier,
      String namespace,
      TokenFacts token,
      List<StoredDigest> digests,
      Evidence evidence) {
    super(earlier, current(token, digests).map(StoredDigest::digest).orElse(null));
    this.namespace = namespace;
    this.token = token;
    this.owner = token == null ? null : token.owner();
    boolean isOne = digests.size() == 1;
    this.only = isOne ? digests.get(0) : null;
    this.several = isOne ? List.of() : digests;
    this.evidence = evidence;
  }

  private static Optional<StoredDigest> current(TokenFacts token, List<StoredDigest> digests) {
    return token == null
        ? Optional.empty()
        : digests.stream().filter(d -> d.serial() == token.serial()).findFirst();
  }

  static Entry empty(UUID uid, String namespace) {
    return new Entry(new UsedToken(uid), namespace, null, List.of(), null);
  }

  Entry withToken(TokenFacts facts) {
    return new Entry(this, namespace, facts, digests(), null);
  }

  Entry withDigest(StoredDigest digest) {
    List<StoredDigest> others = otherDigests(digest.serial());
    others.add(digest);
    return new Entry(this, namespace, token, List.copyOf(others), null);
  }

  Entry withoutDigest(int serial) {
    return new Entry(this, namespace, token, List.copyOf(otherDigests(serial)), null);
  }

  Entry withUnversionedDigests() {
    return new Entry(
        this, namespace, token, digests().stream().map(d -> d.ofVersion(0)).toList(), null);
  }

  private List<StoredDigest> otherDigests(int serial) {
    List<StoredDigest> others = new ArrayList<>(digests());
    others.removeIf(d -> d.serial() == serial);
    return others;
  }

  /** The same, with the evidence that these peppers and this policy give. */
  Entry judged(Peppers peppers, OwnerPolicy owners) {
    if (token == null) {
      return this;
    }
    String uidText = uid().toString();
    Evidence found =
        token.evidence(uidText, current().map(d -> d.of(uidText)).orElse(null), peppers, owners);
    Evidence shared = found.equals(ORDINARY) ? ORDINARY : found;
    return new Entry(this, namespace, token, digests(), shared);
  }

  boolean isEmpty() {
    return token == null && only == null && several.isEmpty();
  }

  boolean isSealed() {
    return evidence != null && evidence.key() == KeyState.SEALED;
  }

  boolean isSameToken(Entry other) {
    return isOfSameUid(other) && namespace.equals(other.namespace);
  }

  Optional<TokenFacts> token() {
    return Optional.ofNullable(token);
  }

  List<StoredDigest> digests() {
    return only == null ? several : List.of(only);
  }

  Optional<StoredDigest> digest(int serial) {
    return digests().stream().filter(d -> d.serial() == serial).findFirst();
  }

  /** The digest of the serial that counts; empty without a token or without such a digest. */
  Optional<StoredDigest> current() {
    return current(token, digests());
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
    return owner;
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

package io.kriten.apitoken.api.index;

import io.fabric8.kubernetes.api.model.Secret;
import io.kriten.apitoken.crds.DigestRecord;
import io.kriten.apitoken.crds.DigestSecrets;
import java.util.Optional;
import java.util.Set;

/**
 * Digest Secrets of one namespace, on their way into the index. Only the canonical name of a
 * token's serial counts, so that no two Secrets can ever contend.
 */
final class DigestSink implements Sink<Secret> {

  private final TokenIndex index;
  private final String namespace;
  private long seen;

  DigestSink(TokenIndex index, String namespace) {
    this.index = index;
    this.namespace = namespace;
  }

  @Override
  public String key(Secret secret) {
    return secret.getMetadata().getName();
  }

  @Override
  public void listing(long resourceVersion) {
    synchronized (index) {
      if (resourceVersion < seen) {
        seen = resourceVersion;
        index.retain(namespace, Entry::withUnversionedDigests);
      }
    }
  }

  @Override
  public void exists(Secret secret) {
    DigestName.parse(key(secret)).ifPresent(name -> exists(name, secret));
  }

  private void exists(DigestName name, Secret secret) {
    long version = ResourceVersions.of(secret);
    Optional<DigestRecord> record = DigestSecrets.read(secret);
    index.update(
        namespace,
        name.tokenUid(),
        entry -> {
          if (entry.digest(name.serial()).filter(d -> d.resourceVersion() > version).isPresent()) {
            return entry;
          }
          return record
              .map(r -> entry.withDigest(StoredDigest.of(r, version)))
              .orElseGet(() -> entry.withoutDigest(name.serial()));
        });
  }

  @Override
  public void changed(Secret secret) {
    synchronized (index) {
      exists(secret);
      reached(ResourceVersions.of(secret));
    }
  }

  @Override
  public void deleted(Secret secret) {
    synchronized (index) {
      DigestName.parse(key(secret))
          .ifPresent(
              name ->
                  index.update(
                      namespace, name.tokenUid(), entry -> entry.withoutDigest(name.serial())));
      reached(ResourceVersions.of(secret));
    }
  }

  @Override
  public void listed(Set<String> keys, long resourceVersion) {
    synchronized (index) {
      index.retain(namespace, entry -> withoutUnlisted(entry, keys, resourceVersion));
      reached(resourceVersion);
    }
  }

  private static Entry withoutUnlisted(Entry entry, Set<String> keys, long listVersion) {
    Entry kept = entry;
    for (StoredDigest digest : entry.digests()) {
      String name = new DigestName(entry.uid(), digest.serial()).toString();
      if (digest.resourceVersion() <= listVersion && !keys.contains(name)) {
        kept = kept.withoutDigest(digest.serial());
      }
    }
    return kept;
  }

  @Override
  public void reached(long resourceVersion) {
    synchronized (index) {
      seen = Math.max(seen, resourceVersion);
    }
  }

  /** A write of our own, which the watch has not told yet. */
  void wrote(Secret secret) {
    synchronized (index) {
      if (ResourceVersions.of(secret) > seen) {
        exists(secret);
      }
    }
  }
}

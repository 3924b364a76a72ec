package io.kriten.apitoken.keys;

import java.security.SecureRandom;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All peppers of an installation, with its key of tags. New keys are digested under the current
 * one; older versions stay as long as a digest names them.
 */
public final class Peppers {

  private final Map<Integer, Pepper> versions;
  private final Pepper current;
  private final TagKey tagKey;

  /**
   * @param versions every known pepper
   * @param current the version for new keys
   * @param tagKey the key of tags
   * @throws IllegalArgumentException when two peppers share a version, or the current one is not
   *     among them
   */
  public Peppers(Collection<Pepper> versions, int current, TagKey tagKey) {
    this.versions = new TreeMap<>();
    for (Pepper pepper : versions) {
      if (this.versions.put(pepper.version(), pepper) != null) {
        throw new IllegalArgumentException(
            "pepper version " + pepper.version() + " is there twice");
      }
    }
    this.current = this.versions.get(current);
    if (this.current == null) {
      throw new IllegalArgumentException(
          "the current pepper version is "
              + current
              + ", but the known ones are "
              + this.versions.keySet());
    }
    this.tagKey = tagKey;
  }

  /** The first peppers of an installation. */
  public static Peppers generate(SecureRandom random) {
    return new Peppers(List.of(Pepper.generate(1, random)), 1, TagKey.generate(random));
  }

  /** Every pepper, by ascending version. */
  public Collection<Pepper> all() {
    return List.copyOf(versions.values());
  }

  /** The pepper for new keys. */
  public Pepper current() {
    return current;
  }

  /** The pepper of a version, if it is known here. */
  public Optional<Pepper> version(int version) {
    return Optional.ofNullable(versions.get(version));
  }

  /** The key of tags. */
  public TagKey tagKey() {
    return tagKey;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Peppers that
        && versions.equals(that.versions)
        && current.equals(that.current)
        && tagKey.equals(that.tagKey);
  }

  @Override
  public int hashCode() {
    return versions.hashCode();
  }

  @Override
  public String toString() {
    return "Peppers" + versions.keySet() + ", current " + current.version();
  }
}

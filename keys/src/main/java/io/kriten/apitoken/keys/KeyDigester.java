package io.kriten.apitoken.keys;

/** Digests keys under one pepper. Keeps its state between calls, so each thread needs its own. */
@FunctionalInterface
public interface KeyDigester {

  /** The digest of the key. */
  Digest digest(TokenKey key);
}

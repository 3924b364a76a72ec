package io.kriten.apitoken.keys;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.function.Predicate;

/**
 * The key of tags: what lets an installation tell its own keys from well-formed foreign ones
 * without looking anything up. A tag proves origin only; whether a key is good is decided by its
 * {@link Digest}.
 */
public final class TagKey {

  private static final byte[] CONTEXT = "apitoken/tag/v1".getBytes(US_ASCII);

  private final SecretBytes secret;

  /**
   * @param bytes 32 secret bytes
   * @throws IllegalArgumentException when there are more or fewer
   */
  public TagKey(byte[] bytes) {
    this.secret = new SecretBytes("the tag key", bytes);
  }

  /** A new key of tags. */
  public static TagKey generate(SecureRandom random) {
    byte[] bytes = new byte[SecretBytes.LENGTH];
    random.nextBytes(bytes);
    return new TagKey(bytes);
  }

  /** A copy of the secret, for the Secret that stores it. */
  public byte[] bytes() {
    return secret.copy();
  }

  /** Makes a new key whose tag this installation recognises. */
  public TokenKey mint(SecureRandom random) {
    String part = Base62.random(random, TokenKey.RANDOM_LENGTH);
    return TokenKey.of(part, tag(new Hmac(secret.key()), part));
  }

  /** Whether this installation made the key. Safe for any thread; {@link #maker()} is faster. */
  public boolean made(TokenKey key) {
    return maker().test(key);
  }

  /** Whether this installation made a key, for one thread: it keeps its state between calls. */
  public Predicate<TokenKey> maker() {
    Hmac hmac = new Hmac(secret.key());
    return key ->
        MessageDigest.isEqual(
            tag(hmac, key.random()).getBytes(US_ASCII), key.tag().getBytes(US_ASCII));
  }

  private static String tag(Hmac hmac, String randomPart) {
    byte[] digest = hmac.of(CONTEXT, randomPart.getBytes(US_ASCII));
    return Base62.encode(ByteBuffer.wrap(digest).getLong(), TokenKey.TAG_LENGTH);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TagKey that && secret.equals(that.secret);
  }

  @Override
  public int hashCode() {
    return secret.hashCode();
  }

  @Override
  public String toString() {
    return "TagKey" + secret;
  }
}

package io.kriten.apitoken.crds;

/**
 * Names of the objects that belong to a token. Nothing in them comes from a user: uids are the API
 * server's.
 */
public final class Names {

  /** The Secret with the peppers and the tag key, in the release's namespace. */
  public static final String PEPPER_SECRET = "apitoken-pepper";

  private static final String DIGEST_PREFIX = "apitoken-digest-";
  private static final String KEY_PREFIX = "apitoken-key-";

  private Names() {}

  /**
   * The digest Secret of a token's serial. That names are unique is what stops two leaders, or
   * operator and facade, from minting twice.
   */
  public static String digestSecret(String tokenUid, int serial) {
    return DIGEST_PREFIX + tokenUid + "-" + serial;
  }

  /**
   * The delivery Secret of a token's serial, and the Role and RoleBinding that open it to the
   * owner.
   */
  public static String keySecret(String tokenUid, int serial) {
    return KEY_PREFIX + tokenUid + "-" + serial;
  }
}

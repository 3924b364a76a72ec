package io.kriten.apitoken.crds;

/** Labels, annotations, Secret types and attributes under {@code kriten.io}. */
public final class Labels {

  /** Label: what a Secret, Role or RoleBinding is for. */
  public static final String COMPONENT = "kriten.io/component";

  /** The {@link #COMPONENT} of digest Secrets. */
  public static final String DIGEST = "digest";

  /** The {@link #COMPONENT} of delivery Secrets, their Roles and RoleBindings. */
  public static final String KEY = "key";

  /** Label: the token's name. For people; objects are joined by the uid in the owner reference. */
  public static final String TOKEN = "kriten.io/token";

  /** Annotation: when a person last changed the token, RFC 3339 with nanoseconds. */
  public static final String UPDATED_AT = "kriten.io/updated-at";

  /** The {@code type} of digest Secrets. */
  public static final String DIGEST_TYPE = "kriten.io/api-token-digest";

  /** The {@code type} of delivery Secrets. */
  public static final String KEY_TYPE = "kriten.io/api-token-key";

  /** The key in {@code userInfo.extra} that tells which token a caller came by. */
  public static final String TOKEN_ID = "kriten.io/token-id";

  private Labels() {}

  /**
   * The value of {@link #TOKEN}: the token's name, or its uid where the name is longer than the 63
   * characters of a label's value.
   */
  public static String tokenValue(ApiToken token) {
    String name = token.getMetadata().getName();
    return name.length() <= 63 ? name : token.getMetadata().getUid();
  }
}

package io.kriten.apitoken.api.doors;

import io.kriten.apitoken.api.index.Entry;
import io.kriten.apitoken.crds.Owner;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;

/**
 * Who a key acts as, in the four headers of an answer to a gateway. All four are always set, empty
 * where there is nothing to tell, so that a gateway that copies them overwrites what a client made
 * up. Remembers owners in their encoded form; one for each event loop.
 */
final class IdentityHeaders {

  static final String USER = "X-Kriten-User";
  static final String UID = "X-Kriten-Uid";
  static final String GROUPS = "X-Kriten-Groups";
  static final String TOKEN_ID = "X-Kriten-Token-Id";

  private static final CharSequence USER_NAME = HttpHeaders.createOptimized(USER);
  private static final CharSequence UID_NAME = HttpHeaders.createOptimized(UID);
  private static final CharSequence GROUPS_NAME = HttpHeaders.createOptimized(GROUPS);
  private static final CharSequence TOKEN_ID_NAME = HttpHeaders.createOptimized(TOKEN_ID);

  private record Encoded(CharSequence user, CharSequence uid, CharSequence groups) {

    static Encoded of(Owner owner) {
      return new Encoded(
          HttpHeaders.createOptimized(HeaderValue.of(owner.username())),
          HttpHeaders.createOptimized(HeaderValue.of(owner.uidOrEmpty())),
          HttpHeaders.createOptimized(HeaderValue.of(owner.sortedGroups())));
    }
  }

  private final ByOwner<Encoded> byOwner = new ByOwner<>(Encoded::of);

  void set(MultiMap headers, Entry token) {
    Encoded owner = byOwner.get(token.owner());
    headers
        .set(USER_NAME, owner.user)
        .set(UID_NAME, owner.uid)
        .set(GROUPS_NAME, owner.groups)
        .set(TOKEN_ID_NAME, token.uid().toString());
  }
}

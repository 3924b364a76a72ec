package io.kriten.apitoken.api.tokens;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.crds.ApiTokenSpec;
import io.kriten.apitoken.keys.TokenKey;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * An API token as REST shows it. Fields and their order are the documented ones; {@code key} is
 * there at creation only, an empty description is left out, and so is a use that is not known.
 */
@JsonPropertyOrder({
  "id",
  "owner",
  "enabled",
  "expires",
  "key",
  "description",
  "created_at",
  "updated_at",
  "last_used_at"
})
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record TokenView(
    String id,
    String owner,
    boolean enabled,
    String expires,
    String key,
    String description,
    @JsonProperty("created_at") String createdAt,
    @JsonProperty("updated_at") String updatedAt,
    @JsonProperty("last_used_at") String lastUsedAt) {

  /** The order of lists: RFC 3339 in UTC sorts as text, as creation times are whole seconds. */
  static final Comparator<TokenView> ORDER =
      Comparator.comparing(TokenView::createdAt).thenComparing(TokenView::id);

  /**
   * Shows tokens without their keys.
   *
   * @param lastUses when a token's key was last accepted, where that is known
   */
  public static Function<ApiToken, TokenView> with(Function<UUID, Optional<Instant>> lastUses) {
    return token -> of(token, lastUses.apply(UUID.fromString(token.getMetadata().getUid())));
  }

  /** A token without its key, and when that was last accepted, where that is known. */
  static TokenView of(ApiToken token, Optional<Instant> lastUse) {
    return of(token, null, lastUse.map(Rfc3339::format).orElse(null));
  }

  /** A token with the key that was just made. */
  static TokenView of(ApiToken token, TokenKey key) {
    return of(token, key.reveal(), null);
  }

  private static TokenView of(ApiToken token, String key, String lastUsedAt) {
    ApiTokenSpec spec = token.getSpec();
    return new TokenView(
        token.getMetadata().getUid(),
        OwnerId.of(spec.owner()),
        spec.isEnabled(),
        Expires.show(spec.expires()),
        key,
        spec.description(),
        Rfc3339.format(Times.created(token)),
        Rfc3339.format(Times.updated(token)),
        lastUsedAt);
  }

  /** Without the key, which belongs into no log. */
  @Override
  public String toString() {
    return "TokenView[" + id + "]";
  }
}

package io.kriten.apitoken.api.lastuse;

import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** The tokens there are, each of which keeps its last use. */
public interface UsedTokens {

  /** The token of that uid; empty when there is none. Not to be kept: a change makes another. */
  Optional<UsedToken> used(UUID uid);

  /** Shows all of them. */
  void forEachUsed(Consumer<UsedToken> visitor);
}

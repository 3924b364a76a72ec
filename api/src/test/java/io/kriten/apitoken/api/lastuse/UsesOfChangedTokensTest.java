package io.kriten.apitoken.api.lastuse;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.kriten.apitoken.api.index.TokenIndex;
import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.crds.ApiTokenSpec;
import io.kriten.apitoken.crds.Owner;
import io.kriten.apitoken.crds.OwnerPolicy;
import io.kriten.apitoken.keys.Peppers;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Each change of a token makes another entry of the index, which must know the token's uses. */
class UsesOfChangedTokensTest {

  private static final String NAMESPACE = "apitokens";

  private final UUID uid = UUID.randomUUID();
  private final TokenIndex index = new TokenIndex(new OwnerPolicy(false), List.of(NAMESPACE));

  private ApiToken token(boolean enabled, long version) {
    ApiToken token = new ApiToken();
    token.setMetadata(
        new ObjectMetaBuilder()
            .withName("t")
            .withNamespace(NAMESPACE)
            .withUid(uid.toString())
            .withResourceVersion(Long.toString(version))
            .build());
    token.setSpec(
        new ApiTokenSpec(new Owner("alice", null, Set.of()), null, enabled, null, 1, null));
    return token;
  }

  private UsedToken known() {
    return index.used(uid).orElseThrow();
  }

  @Test
  void aChangeTakesTheLastUseAlong() {
    index.use(Peppers.generate(new SecureRandom()));
    index.wrote(token(true, 10));
    known().learn(1_000);
    index.wrote(token(false, 20));
    assertThat(known().second()).isEqualTo(1_000);
    index.use(Peppers.generate(new SecureRandom()));
    assertThat(known().second()).isEqualTo(1_000);
  }

  @Test
  void ofTwoThatAreKnownTheLaterOneWins() {
    UsedToken earlier = new UsedToken(uid);
    UsedToken later = new UsedToken(earlier);
    later.learn(2_000);
    later.learn(earlier);
    assertThat(later.second()).isEqualTo(2_000);
    earlier.learn(3_000);
    later.learn(earlier);
    assertThat(later.second()).isEqualTo(3_000);
  }
}

package io.kriten.apitoken.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.kriten.apitoken.keys.MintedKeys.Minted;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenKeyTest {

  private static final String GOOD = "kri_rbaurEcVyGJIjRioWIaiT3WtDhryCz1sMWKM";

  @Property
  @Domain(MintedKeys.class)
  void mintedKeyHasTheDocumentedShapeAndSurvivesTheRoundTrip(@ForAll Minted minted) {
    String plaintext = minted.key().reveal();

    assertThat(plaintext).matches("kri_[0-9A-Za-z]{36}");
    assertThat(TokenKey.parse(plaintext)).contains(minted.key());
    assertThat(plaintext).startsWith(minted.key().hint());
  }

  @Test
  void everyRandomPartIsAnother() {
    TagKey tagKey = new TagKey(new byte[32]);
    SecureRandom random = Scripted.uniform(7);
    Set<TokenKey> keys = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      keys.add(tagKey.mint(random));
    }

    assertThat(keys).hasSize(10_000);
  }

  @Test
  void aKeyIsEqualToItselfOnly() {
    TokenKey key = TokenKey.parse(GOOD).orElseThrow();

    assertThat(key).isEqualTo(TokenKey.parse(GOOD).orElseThrow());
    assertThat(key).hasSameHashCodeAs(TokenKey.parse(GOOD).orElseThrow());
    assertThat(key).isNotEqualTo(new TagKey(new byte[32]).mint(Scripted.uniform(1)));
    assertThat(key.equals((Object) GOOD)).isFalse();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "kri_",
        " " + GOOD,
        GOOD + " ",
        GOOD + "\n",
        "kri_rbaurEcVyGJIjRioWIaiT3WtDhryCz1sMWK",
        "kri_rbaurEcVyGJIjRioWIaiT3WtDhryCz1sMWKMM",
        "KRI_rbaurEcVyGJIjRioWIaiT3WtDhryCz1sMWKM",
        "krj_rbaurEcVyGJIjRioWIaiT3WtDhryCz1sMWKM",
        "kri-rbaurEcVyGJIjRioWIaiT3WtDhryCz1sMWKM",
        "kri_rbaurEcVyGJIjRioWIaiT3Wt-hryCz1sMWKM",
        "kri_rbaurEcVyGJIjRioWIaiT3Wt\u0000hryCz1sMWKM",
        "kri_rbaurEcVyGJIjRioWIaiT3Wt\u0661hryCz1sMWKM",
        "kri_rbaurEcVyGJIjRioWIaiT3Wt\uff24hryCz1sMWKM",
        "kri_rbaurEcVyGJIjRioWIaiT3WteVh8ndlVQAEl"
      })
  void whatIsNoKeyIsRefused(String candidate) {
    assertThat(TokenKey.parse(candidate)).isEmpty();
  }
}

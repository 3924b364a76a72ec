package io.kriten.apitoken.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class TokenKeyTest {

  private final SecureRandom random = new SecureRandom();
  private final TagKey tagKey = TagKey.generate(random);

  @Test
  void mintedKeyHasTheDocumentedShape() {
    TokenKey key = tagKey.mint(random);

    assertThat(key.reveal()).hasSize(TokenKey.LENGTH).matches("kri_[0-9A-Za-z]{36}");
    assertThat(TokenKey.parse(key.reveal())).contains(key);
  }

  @Test
  void printsItsHintOnly() {
    TokenKey key = tagKey.mint(random);

    assertThat(key).hasToString(key.reveal().substring(0, 8)).hasToString(key.hint());
  }
}

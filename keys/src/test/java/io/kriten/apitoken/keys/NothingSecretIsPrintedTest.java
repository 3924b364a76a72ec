package io.kriten.apitoken.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A toString() ends up in logs sooner or later. */
class NothingSecretIsPrintedTest {

  private final SecureRandom random = Scripted.uniform(3);
  private final Peppers peppers = Peppers.generate(random);
  private final Pepper pepper = peppers.current();
  private final TagKey tagKey = peppers.tagKey();
  private final TokenKey key = tagKey.mint(random);

  @Test
  void aKeyPrintsItsHint() {
    assertThat(key).hasToString(key.reveal().substring(0, 8)).hasToString(key.hint());
  }

  @Test
  void secretsPrintNoByteOfTheirs() {
    assertThat(pepper).hasToString("Pepper[1]");
    assertThat(peppers).hasToString("Peppers[1], current 1");
    assertThat(tagKey).hasToString("TagKey(secret)");
    assertThat(new SecretBytes("any", new byte[32])).hasToString("(secret)");
  }

  @Test
  void digestsPrintTheirFirstBytesAndSealsNone() {
    Digest digest = pepper.digest(key);
    Seal seal = pepper.seal(new SealSubject("t", 1, digest, "alice", "", List.of()));

    assertThat(digest).hasToString("Digest[" + hex(digest.bytes()).substring(0, 8) + "...]");
    assertThat(seal).hasToString("Seal[...]");
  }

  @Test
  void nothingPrintsTheKeyOrASecretInAnyUsualSpelling() {
    Digest digest = pepper.digest(key);
    SealSubject subject = new SealSubject("t", 1, digest, "alice", "", List.of());
    List<Object> printed =
        List.of(key, pepper, peppers, tagKey, digest, subject, pepper.seal(subject));

    for (byte[] secret :
        List.of(pepper.bytes(), tagKey.bytes(), key.reveal().getBytes(StandardCharsets.US_ASCII))) {
      assertThat(printed.toString())
          .doesNotContain(hex(secret).substring(0, 12))
          .doesNotContain(Base64.getEncoder().encodeToString(secret).substring(0, 8))
          .doesNotContain(key.random().substring(4));
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}

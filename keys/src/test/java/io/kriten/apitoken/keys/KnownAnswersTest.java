package io.kriten.apitoken.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The formats as {@code vectors.py} computes them: whoever changes one voids every stored key. */
class KnownAnswersTest {

  private static final String UID = "c38ef92a-522e-41bb-ae5b-ab29a16727d4";
  private static final String OWNER_UID = "d9acf53d-6d9e-46ec-b352-2e99086ecb97";

  private final Properties vectors = new Properties();
  private final TagKey tagKey;
  private final Pepper pepper;

  KnownAnswersTest() throws IOException {
    try (InputStream in = KnownAnswersTest.class.getResourceAsStream("vectors.properties")) {
      vectors.load(in);
    }
    tagKey = new TagKey(hex("tagKey"));
    pepper = new Pepper(1, hex("pepper"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void checksumAndTag(int n) {
    TokenKey key = key(n);

    assertThat(tagKey.made(key)).isTrue();
    assertThat(TokenKey.of(key.random(), key.tag())).isEqualTo(key);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void digest(int n) {
    assertThat(pepper.digest(key(n)).bytes()).isEqualTo(hex("digest." + n));
    assertThat(pepper.digester().digest(key(n))).isEqualTo(new Digest(hex("digest." + n)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void seal(int n) {
    Digest digest = new Digest(hex("digest." + n));

    assertThat(pepper.seal(new SealSubject(UID, 1, digest, "alice", "", List.of())).bytes())
        .isEqualTo(hex("seal." + n + ".bare"));
    assertThat(
            pepper
                .seal(
                    new SealSubject(
                        UID,
                        Integer.MAX_VALUE,
                        digest,
                        "Ålice",
                        OWNER_UID,
                        List.of("ops", "devs", "ops")))
                .bytes())
        .isEqualTo(hex("seal." + n + ".full"));
  }

  private TokenKey key(int n) {
    return TokenKey.parse(vectors.getProperty("key." + n)).orElseThrow();
  }

  private byte[] hex(String name) {
    return HexFormat.of().parseHex(vectors.getProperty(name));
  }
}

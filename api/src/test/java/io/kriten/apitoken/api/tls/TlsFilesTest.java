package io.kriten.apitoken.api.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.ECPrivateKey;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.util.io.pem.PemObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsFilesTest {

  private static Vertx vertx;
  private static TestCa ec;
  private static TestCa rsa;

  @TempDir Path directory;
  private Path certificate;
  private Path key;

  @BeforeAll
  static void create() throws Exception {
    vertx = Vertx.vertx();
    ec = TestCa.create("CN=server", "EC", 256);
    rsa = TestCa.create("CN=server", "RSA", 2048);
  }

  @AfterAll
  static void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @BeforeEach
  void files() throws Exception {
    certificate = Files.writeString(directory.resolve("tls.crt"), ec.certificatePem());
    key = Files.writeString(directory.resolve("tls.key"), ec.keyPem());
  }

  /** As Go and openssl write it; Java leaves the curve out. */
  private static String sec1(TestCa ca) throws Exception {
    BigInteger secret = ((ECPrivateKey) ca.keys().getPrivate()).getS();
    byte[] encoded =
        new org.bouncycastle.asn1.sec.ECPrivateKey(256, secret, SECObjectIdentifiers.secp256r1)
            .getEncoded();
    return TestCa.pem(new PemObject("EC PRIVATE KEY", encoded));
  }

  private void load() {
    TlsFiles files = TlsFiles.read(new TlsSettings(0, certificate, key, Optional.empty()));
    assertThat(files.context(vertx).isServer()).isTrue();
    assertThat(files.leaf()).isNotNull();
  }

  @Test
  void takesKeysInAllFormsThatCertManagerAndOpensslWrite() throws Exception {
    load();
    Files.writeString(key, sec1(ec));
    assertThat(key).content().startsWith("-----BEGIN EC PRIVATE KEY-----");
    load();
    Files.writeString(certificate, rsa.certificatePem());
    Files.writeString(key, TestCa.pem(rsa.keys().getPrivate()));
    assertThat(key).content().startsWith("-----BEGIN RSA PRIVATE KEY-----");
    load();
    Files.writeString(key, rsa.keyPem());
    load();
  }

  @Test
  void refusesTheKeyOfAnother() throws Exception {
    for (TestCa other : List.of(TestCa.create("CN=server", "EC", 256), rsa)) {
      Files.writeString(key, other.keyPem());
      assertThatThrownBy(this::load)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(key.toString())
          .hasMessageContaining(certificate.toString());
    }
  }

  @ParameterizedTest
  @CsvSource({"tls.crt,''", "tls.crt,junk", "tls.key,''", "tls.key,junk"})
  void namesTheFileThatIsNoGood(String file, String content) throws Exception {
    Files.writeString(directory.resolve(file), content);

    assertThatThrownBy(this::load)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(directory.resolve(file).toString());
  }

  @Test
  void quotesNothingOfAKey() throws Exception {
    Files.writeString(
        key, "-----BEGIN PRIVATE KEY-----\nSECRET?SECRET\n-----END PRIVATE KEY-----\n");

    assertThatThrownBy(this::load).hasNoCause().message().doesNotContain("SECRET", "?");
  }

  @Test
  void namesTheFileThatIsAway() throws Exception {
    Files.delete(key);

    assertThatThrownBy(this::load).hasMessageContaining(key.toString());
  }

  @Test
  void namesTheFileOfClientAuthoritiesThatIsNoGood() throws Exception {
    Path authorities = Files.writeString(directory.resolve("ca.crt"), "junk");
    TlsSettings settings =
        new TlsSettings(
            0,
            certificate,
            key,
            Optional.of(new ClientTrust(authorities, List.of("kube-apiserver"))));

    assertThatThrownBy(() -> TlsFiles.read(settings).context(vertx))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(authorities + ": no CA in PEM");
  }
}

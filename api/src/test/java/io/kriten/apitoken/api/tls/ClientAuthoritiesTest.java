package io.kriten.apitoken.api.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.bouncycastle.asn1.x509.KeyPurposeId.id_kp_clientAuth;
import static org.bouncycastle.asn1.x509.KeyPurposeId.id_kp_serverAuth;

import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClientAuthoritiesTest {

  private static final Instant END = TestCa.START.plus(TestCa.LIFE);
  private static final String NAME = "CN=kube-apiserver";

  private TestCa trusted;
  private ClientAuthorities authorities;

  @BeforeEach
  void trust() throws Exception {
    trusted = TestCa.create("CN=clients", "EC", 256);
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("ca", trusted.certificate());
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    authorities = new ClientAuthorities((X509TrustManager) factory.getTrustManagers()[0]);
  }

  private boolean certify(TestCa... chain) {
    return authorities.certify(
        Arrays.stream(chain).map(TestCa::certificate).toArray(X509Certificate[]::new));
  }

  @Test
  void theirClients() throws Exception {
    assertThat(certify(trusted.leaf(NAME, id_kp_clientAuth, END))).isTrue();
    TestCa below = trusted.authority("CN=below");
    assertThat(certify(below.leaf(NAME, id_kp_clientAuth, END), below)).isTrue();
  }

  @Test
  void noOthers() throws Exception {
    TestCa stranger = TestCa.create("CN=clients", "EC", 256);
    TestCa forged = stranger.leaf(NAME, id_kp_clientAuth, END);
    assertThat(certify(forged)).isFalse();
    assertThat(certify(forged, stranger)).isFalse();
    assertThat(certify(forged, trusted)).as("a CA that did not sign it").isFalse();
    assertThat(certify(TestCa.create(NAME, "EC", 256))).as("by itself").isFalse();
    TestCa client = trusted.leaf("CN=kubelet", id_kp_clientAuth, END);
    assertThat(certify(client.leaf(NAME, id_kp_clientAuth, END), client))
        .as("by one of their clients, which is no CA")
        .isFalse();
  }

  @Test
  void noServersAndNoneThatHasEnded() throws Exception {
    assertThat(certify(trusted.leaf(NAME, id_kp_serverAuth, END))).isFalse();
    assertThat(certify(trusted.leaf(NAME, id_kp_clientAuth, TestCa.START.plusSeconds(1))))
        .isFalse();
  }

  @Test
  void theHandshakeAsksForTheirsAndTakesAny() throws Exception {
    AnyClient handshake = authorities.handshake();
    assertThat(handshake.getAcceptedIssuers()).containsExactly(trusted.certificate());
    X509Certificate stranger = TestCa.create("CN=x", "EC", 256).certificate();
    assertThatCode(() -> handshake.checkClientTrusted(new X509Certificate[] {stranger}, "EC"))
        .doesNotThrowAnyException();
  }
}

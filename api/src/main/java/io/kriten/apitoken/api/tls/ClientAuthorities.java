package io.kriten.apitoken.api.tls;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509TrustManager;

/**
 * The CAs that sign client certificates, as one reading of their file found them. The handshake
 * lets any certificate pass ({@link AnyClient}), so this alone tells whose counts.
 */
final class ClientAuthorities {

  private final X509TrustManager authorities;

  /** By identity: what a session's client has shown never changes. */
  private final Cache<SSLSession, Boolean> decided = Caffeine.newBuilder().weakKeys().build();

  /**
   * @param authorities the JDK's own, which verifies paths by RFC 5280 and that a certificate is
   *     for clients
   */
  ClientAuthorities(X509TrustManager authorities) {
    this.authorities = authorities;
  }

  /** What a handshake takes: any certificate. */
  AnyClient handshake() {
    return new AnyClient(authorities.getAcceptedIssuers());
  }

  /** Whether they certify the client of that session. Verified once for each session. */
  boolean certify(SSLSession session) {
    return decided.get(session, this::verify);
  }

  private boolean verify(SSLSession session) {
    try {
      Certificate[] shown = session.getPeerCertificates();
      return certify(Arrays.copyOf(shown, shown.length, X509Certificate[].class));
    } catch (SSLPeerUnverifiedException hasNone) {
      return false;
    }
  }

  /**
   * Whether they certify a client.
   *
   * @param chain the client's own certificate first
   */
  boolean certify(X509Certificate... chain) {
    try {
      authorities.checkClientTrusted(chain, chain[0].getPublicKey().getAlgorithm());
      return true;
    } catch (CertificateException e) {
      return false;
    }
  }
}

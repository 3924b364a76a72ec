package io.kriten.apitoken.api.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Lets every client pass the handshake, whatever certificate it shows: a gateway may have one of a
 * CA that is none of ours, and needs none here. That the client has the certificate's key is
 * verified by TLS all the same; whether the certificate counts is for {@link ClientAuthorities} to
 * tell.
 *
 * <p>Extended, since the JDK would put checks of its own around a plain one.
 */
final class AnyClient extends X509ExtendedTrustManager {

  private final X509Certificate[] authorities;

  /**
   * @param authorities whose certificates are asked for: a client that heeds this shows no other
   */
  AnyClient(X509Certificate[] authorities) {
    this.authorities = authorities.clone();
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return authorities.clone();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType) {}

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw noClient();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw noClient();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw noClient();
  }

  private static CertificateException noClient() {
    return new CertificateException("this end is a server");
  }
}

package io.kriten.apitoken.operator.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.util.IPAddress;

/** DNS names and IP addresses by which a server is reached (RFC 5280, 4.2.1.6). */
final class SubjectNames {

  private SubjectNames() {}

  static GeneralNames of(List<String> names) {
    return new GeneralNames(names.stream().map(SubjectNames::name).toArray(GeneralName[]::new));
  }

  private static GeneralName name(String name) {
    return IPAddress.isValid(name)
        ? new GeneralName(GeneralName.iPAddress, name)
        : new GeneralName(GeneralName.dNSName, name);
  }

  /** Whether the certificate is for just these names. */
  static boolean areOf(X509Certificate certificate, Collection<String> names) {
    return in(certificate).equals(in(of(List.copyOf(names))));
  }

  private static Set<String> in(GeneralNames names) {
    return List.of(names.getNames()).stream()
        .map(name -> String.valueOf(name).toLowerCase(Locale.ROOT))
        .collect(Collectors.toSet());
  }

  private static Set<String> in(X509Certificate certificate) {
    try {
      return Objects.requireNonNullElse(
              certificate.getSubjectAlternativeNames(), List.<List<?>>of())
          .stream()
          .map(name -> String.valueOf(name(String.valueOf(name.get(1)))).toLowerCase(Locale.ROOT))
          .collect(Collectors.toSet());
    } catch (CertificateParsingException e) {
      return Set.of();
    }
  }
}

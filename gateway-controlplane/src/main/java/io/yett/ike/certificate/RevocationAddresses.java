package io.yett.ike.certificate;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/**
 * Where a certificate says that its status can be found (RFC 5280 §4.2.1.13, §4.2.2.1): by HTTP.
 */
final class RevocationAddresses {
  private RevocationAddresses() {}

  static List<URI> ocsp(X509Certificate certificate) {
    try {
      return extension(certificate, Extension.authorityInfoAccess.getId())
          .map(AuthorityInformationAccess::getInstance)
          .map(AuthorityInformationAccess::getAccessDescriptions)
          .stream()
          .flatMap(Arrays::stream)
          .filter(access -> access.getAccessMethod().equals(AccessDescription.id_ad_ocsp))
          .flatMap(access -> address(access.getAccessLocation()).stream())
          .limit(CertificateLimits.MAX_LOCATIONS)
          .toList();
    } catch (RuntimeException e) {
      return List.of(); // the parser's exceptions are of any kind
    }
  }

  static List<URI> crls(X509Certificate certificate) {
    List<URI> found = new ArrayList<>();
    try {
      extension(certificate, Extension.cRLDistributionPoints.getId())
          .map(CRLDistPoint::getInstance)
          .map(CRLDistPoint::getDistributionPoints)
          .stream()
          .flatMap(Arrays::stream)
          .filter(point -> point.getCRLIssuer() == null && point.getReasons() == null)
          .map(DistributionPoint::getDistributionPoint)
          .filter(name -> name != null && name.getType() == DistributionPointName.FULL_NAME)
          .flatMap(name -> Arrays.stream(GeneralNames.getInstance(name.getName()).getNames()))
          .flatMap(name -> address(name).stream())
          .limit(CertificateLimits.MAX_LOCATIONS)
          .forEach(found::add);
    } catch (RuntimeException e) {
      return found; // the parser's exceptions are of any kind
    }
    return found;
  }

  private static Optional<byte[]> extension(X509Certificate certificate, String id) {
    return Optional.ofNullable(certificate.getExtensionValue(id))
        .map(value -> ASN1OctetString.getInstance(value).getOctets());
  }

  private static Optional<URI> address(GeneralName name) {
    if (name.getTagNo() != GeneralName.uniformResourceIdentifier) {
      return Optional.empty();
    }
    try {
      URI address = URI.create(name.getName().toString());
      String scheme = address.getScheme();
      boolean http = scheme != null && scheme.toLowerCase(Locale.ROOT).equals("http");
      return http && address.getHost() != null ? Optional.of(address) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}

package io.yett.ike.certificate;

import io.yett.ike.certificate.Revocation.Status;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;

/** Certificate revocation lists (RFC 5280 §5, §6.3): complete ones of the certificate's issuer. */
public final class Crls {
  private static final int CRL_SIGN = 6;

  /** Clocks may differ by so much. */
  static final Duration SKEW = Duration.ofMinutes(5);

  private Crls() {}

  /** Reads a list in DER or PEM; empty for any octets that are none. */
  public static Optional<X509CRL> read(byte[] octets) {
    if (octets.length == 0 || octets.length > CertificateLimits.MAX_CRL_OCTETS) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          (X509CRL)
              CertificateFactory.getInstance("X.509")
                  .generateCRL(new ByteArrayInputStream(octets)));
    } catch (CRLException | CertificateException | RuntimeException e) {
      return Optional.empty(); // the parser must not end us, whatever it throws
    }
  }

  static boolean isOf(X509CRL list, X509Certificate issuer) {
    return list.getIssuerX500Principal().equals(issuer.getSubjectX500Principal());
  }

  /** What a list says; empty for one that cannot be had. */
  static Status status(
      Optional<X509CRL> found, X509Certificate certificate, X509Certificate issuer, Instant at) {
    if (found.isEmpty()) {
      return new Status.Unknown("gives no list");
    }
    X509CRL list = found.get();
    String problem = problem(list, certificate, issuer, at);
    if (problem != null) {
      return new Status.Unknown(problem);
    }
    X509CRLEntry entry = list.getRevokedCertificate(certificate);
    if (entry == null) {
      return new Status.Good();
    }
    return new Status.Revoked(
        "at "
            + entry.getRevocationDate().toInstant()
            + (entry.getRevocationReason() == null ? "" : " (" + entry.getRevocationReason() + ")")
            + ", says the list of "
            + Certificates.name(issuer));
  }

  /** Why a list says nothing of that certificate; null if it does. */
  private static String problem(
      X509CRL list, X509Certificate certificate, X509Certificate issuer, Instant at) {
    if (!isOf(list, issuer)) {
      return "gives a list of another issuer";
    }
    boolean[] usage = issuer.getKeyUsage();
    if (usage != null && !usage[CRL_SIGN]) {
      return "gives a list that its issuer may not sign (KeyUsage without cRLSign)";
    }
    try {
      list.verify(issuer.getPublicKey());
    } catch (GeneralSecurityException | RuntimeException e) {
      return "gives a list that is not signed by its issuer";
    }
    if (list.getThisUpdate().toInstant().isAfter(at.plus(SKEW))) {
      return "gives a list of the future";
    }
    if (list.getNextUpdate() == null || list.getNextUpdate().toInstant().isBefore(at)) {
      return "gives a list that is out of date";
    }
    Set<String> critical = list.getCriticalExtensionOIDs();
    if (critical != null) {
      for (String id : critical) {
        if (!id.equals(Extension.issuingDistributionPoint.getId()) || !covers(list, certificate)) {
          return "gives a list that is not complete";
        }
      }
    }
    return null;
  }

  /** Whether a list with a critical IssuingDistributionPoint is for certificates of that kind. */
  private static boolean covers(X509CRL list, X509Certificate certificate) {
    byte[] extension = list.getExtensionValue(Extension.issuingDistributionPoint.getId());
    try {
      IssuingDistributionPoint point =
          IssuingDistributionPoint.getInstance(ASN1OctetString.getInstance(extension).getOctets());
      boolean authority = certificate.getBasicConstraints() >= 0;
      return !point.isIndirectCRL()
          && point.getOnlySomeReasons() == null
          && !point.onlyContainsAttributeCerts()
          && !(point.onlyContainsUserCerts() && authority)
          && !(point.onlyContainsCACerts() && !authority);
    } catch (RuntimeException e) {
      return false; // the parser's exceptions are of any kind
    }
  }
}

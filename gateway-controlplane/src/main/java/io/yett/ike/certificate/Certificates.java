package io.yett.ike.certificate;

import io.yett.ike.pad.Identity;
import java.io.ByteArrayInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;

/** Reads X.509 certificates, and names them for people. */
public final class Certificates {
  private static final int SEQUENCE = 0x30;

  private Certificates() {}

  /** One certificate in DER; empty for any octets that are none, or too many. */
  public static Optional<X509Certificate> read(byte[] der) {
    if (der.length == 0 || der.length > CertificateLimits.MAX_OCTETS || der[0] != SEQUENCE) {
      return Optional.empty();
    }
    try {
      ByteArrayInputStream in = new ByteArrayInputStream(der);
      X509Certificate certificate =
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
      return in.available() == 0 ? Optional.of(certificate) : Optional.empty();
    } catch (CertificateException | RuntimeException e) {
      return Optional.empty(); // the parser must not end us, whatever it throws
    }
  }

  /** The subject, with its parts in the order of the encoding, without control characters. */
  public static String name(X509Certificate certificate) {
    return name(certificate.getSubjectX500Principal().getEncoded());
  }

  static String issuer(X509Certificate certificate) {
    return name(certificate.getIssuerX500Principal().getEncoded());
  }

  private static String name(byte[] der) {
    if (der.length > Identity.MAX_LENGTH) {
      return "(a name of " + der.length + " octets)";
    }
    return der.length <= 2 ? "(no name)" : new Identity(Identity.ID_DER_ASN1_DN, der).toString();
  }

  /** The hash that names an authority in CERTREQ (RFC 7296 §3.7), and a key in key-ids. */
  public static byte[] keyHash(PublicKey key) {
    return sha1(key.getEncoded());
  }

  static byte[] sha1(byte[] octets) {
    try {
      return MessageDigest.getInstance("SHA-1").digest(octets);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK lacks SHA-1", e);
    }
  }

  /** Whether it is issued by itself; the signature is not looked at. */
  static boolean selfIssued(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
  }

  /** Throws if it is not valid at that time. */
  static void requireValidAt(X509Certificate certificate, Instant at)
      throws CertificateRefusedException {
    Instant begin = certificate.getNotBefore().toInstant();
    Instant end = certificate.getNotAfter().toInstant();
    if (at.isAfter(end)) {
      throw new CertificateRefusedException(
          "certificate " + name(certificate) + " expired at " + end);
    }
    if (at.isBefore(begin)) {
      throw new CertificateRefusedException(
          "certificate "
              + name(certificate)
              + " is not valid before "
              + begin
              + " (our clock says "
              + at
              + ")");
    }
  }
}

package io.yett.ike.certificate;

import java.security.PublicKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.security.interfaces.EdECKey;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Locale;

/** What RFC 4945 asks of a certificate beyond RFC 5280, and how strong keys and hashes must be. */
final class EndEntityRules {
  private static final String IPSEC_IKE = "1.3.6.1.5.5.7.3.17";
  private static final String ANY_USAGE = "2.5.29.37.0";
  private static final int DIGITAL_SIGNATURE = 0;
  private static final int NON_REPUDIATION = 1;

  private EndEntityRules() {}

  /** Throws if it may not sign AUTH (RFC 4945 §5.1.3.2, §5.1.3.12). */
  static void requireUsage(X509Certificate certificate) throws CertificateRefusedException {
    boolean[] usage = certificate.getKeyUsage();
    if (usage != null && !usage[DIGITAL_SIGNATURE] && !usage[NON_REPUDIATION]) {
      throw new CertificateRefusedException(
          "certificate "
              + Certificates.name(certificate)
              + " has a KeyUsage without digitalSignature: it may not authenticate its owner");
    }
    List<String> extended;
    try {
      extended = certificate.getExtendedKeyUsage();
    } catch (CertificateParsingException e) {
      throw new CertificateRefusedException("the ExtendedKeyUsage cannot be read", e);
    }
    if (extended != null && !extended.contains(IPSEC_IKE) && !extended.contains(ANY_USAGE)) {
      throw new CertificateRefusedException(
          "certificate "
              + Certificates.name(certificate)
              + " has an ExtendedKeyUsage without id-kp-ipsecIKE (1.3.6.1.5.5.7.3.17): add it, or"
              + " leave the extension out (RFC 4945 section 5.1.3.12)");
    }
  }

  /** Throws if its key is too weak, or of a kind that is not supported. */
  static void requireStrongKey(X509Certificate certificate) throws CertificateRefusedException {
    PublicKey key = certificate.getPublicKey();
    String name = Certificates.name(certificate);
    switch (key) {
      case RSAPublicKey rsa -> {
        int bits = rsa.getModulus().bitLength();
        if (bits < CertificateLimits.MIN_RSA_BITS || bits > CertificateLimits.MAX_RSA_BITS) {
          throw new CertificateRefusedException(
              "certificate "
                  + name
                  + " has an RSA key of "
                  + bits
                  + " bits; "
                  + CertificateLimits.MIN_RSA_BITS
                  + " to "
                  + CertificateLimits.MAX_RSA_BITS
                  + " are accepted");
        }
        // Small exponents have made forgeries of PKCS #1 v1.5 possible (FIPS 186-5 App. A.1.1).
        if (rsa.getPublicExponent().bitLength() < 17 || !rsa.getPublicExponent().testBit(0)) {
          throw new CertificateRefusedException(
              "certificate " + name + " has an RSA key with a public exponent below 65537");
        }
      }
      case ECKey ec -> {
        int bits = ec.getParams().getCurve().getField().getFieldSize();
        if (bits < CertificateLimits.MIN_CURVE_BITS) {
          throw new CertificateRefusedException(
              "certificate " + name + " has a key on a curve of " + bits + " bits, too few");
        }
      }
      case EdECKey edwards -> {
        // both curves are strong
      }
      default ->
          throw new CertificateRefusedException(
              "certificate " + name + " has a key of the kind " + key.getAlgorithm());
    }
  }

  /** Throws if it is signed with a hash that can be forged (RFC 8247 §4.1.2). */
  static void requireStrongSignature(X509Certificate certificate)
      throws CertificateRefusedException {
    String algorithm = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
    if (algorithm.contains("SHA1") || algorithm.contains("MD5") || algorithm.contains("MD2")) {
      throw new CertificateRefusedException(
          "certificate "
              + Certificates.name(certificate)
              + " is signed by "
              + certificate.getSigAlgName()
              + ", whose hash can be forged: have it issued with SHA-256");
    }
  }
}

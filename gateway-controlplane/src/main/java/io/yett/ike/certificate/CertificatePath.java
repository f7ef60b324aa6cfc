package io.yett.ike.certificate;

import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXReason;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.x509.Extension;

/**
 * Finds and validates the path from a certificate to a trusted authority (RFC 5280 §6), by the
 * JDK's PKIX. The authority itself is part of the path, so that its validity, name constraints and
 * path length count too.
 */
final class CertificatePath {
  private final List<X509Certificate> sent;
  private final List<X509Certificate> trusted;
  private final Instant at;
  private CertificateRefusedException refusal;
  private int tries;

  private CertificatePath(List<X509Certificate> sent, List<X509Certificate> trusted, Instant at) {
    this.sent = sent;
    this.trusted = trusted;
    this.at = at;
  }

  /**
   * Validates.
   *
   * @param certificate of the end entity
   * @param sent others, that may be between it and an authority
   * @param trusted the authorities
   * @return the path, from the certificate to the authority
   */
  static List<X509Certificate> validate(
      X509Certificate certificate,
      List<X509Certificate> sent,
      List<X509Certificate> trusted,
      Instant at)
      throws CertificateRefusedException {
    CertificatePath search = new CertificatePath(sent, trusted, at);
    List<X509Certificate> found = search.extend(List.of(certificate));
    if (found != null) {
      return found;
    }
    throw search.refusal != null
        ? search.refusal
        : new CertificateRefusedException(
            "certificate "
                + Certificates.name(certificate)
                + " was issued by "
                + Certificates.issuer(certificate)
                + ", and no path leads from there to an authority of remote.ca ("
                + String.join("; ", trusted.stream().map(Certificates::name).toList())
                + ")");
  }

  /** The first path that holds and begins with this one; null if there is none. */
  private List<X509Certificate> extend(List<X509Certificate> path) {
    X509Certificate last = path.getLast();
    for (X509Certificate authority : trusted) {
      boolean itself = path.size() > 1 && authority.equals(last);
      if ((itself || isIssuer(authority, last)) && tries++ < CertificateLimits.MAX_TRIES) {
        List<X509Certificate> whole = itself ? path : with(path, authority);
        try {
          check(whole);
          return whole;
        } catch (CertificateRefusedException e) {
          refusal = refusal == null ? e : refusal;
        }
      }
    }
    if (path.size() >= CertificateLimits.MAX_PATH - 1 || tries >= CertificateLimits.MAX_TRIES) {
      return null;
    }
    for (X509Certificate next : sent) {
      if (!path.contains(next) && isIssuer(next, last) && tries++ < CertificateLimits.MAX_TRIES) {
        List<X509Certificate> found = extend(with(path, next));
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  private static boolean isIssuer(X509Certificate issuer, X509Certificate of) {
    return issuer.getSubjectX500Principal().equals(of.getIssuerX500Principal());
  }

  private static List<X509Certificate> with(List<X509Certificate> path, X509Certificate next) {
    List<X509Certificate> longer = new ArrayList<>(path);
    longer.add(next);
    return longer;
  }

  private void check(List<X509Certificate> path) throws CertificateRefusedException {
    X509Certificate authority = path.getLast();
    Certificates.requireValidAt(authority, at);
    for (X509Certificate certificate : path) {
      Certificates.requireValidAt(certificate, at);
      EndEntityRules.requireStrongKey(certificate);
      if (!certificate.equals(authority)) {
        EndEntityRules.requireStrongSignature(certificate);
      }
    }
    boolean root = Certificates.selfIssued(authority);
    if (!root && authority.getExtensionValue(Extension.nameConstraints.getId()) != null) {
      throw new CertificateRefusedException(
          "authority "
              + Certificates.name(authority)
              + " has name constraints but is not a root: name its root in remote.ca");
    }
    if (authority.getBasicConstraints() < 0) {
      throw new CertificateRefusedException(
          "authority "
              + Certificates.name(authority)
              + " of remote.ca is no authority: its BasicConstraints lack cA");
    }
    pkix(path, root);
  }

  private void pkix(List<X509Certificate> path, boolean root) throws CertificateRefusedException {
    X509Certificate authority = path.getLast();
    List<X509Certificate> below = root ? path : path.subList(0, path.size() - 1);
    TrustAnchor anchor =
        root
            ? new TrustAnchor(authority.getSubjectX500Principal(), authority.getPublicKey(), null)
            : new TrustAnchor(authority, null);
    try {
      CertPath certPath = CertificateFactory.getInstance("X.509").generateCertPath(below);
      PKIXParameters parameters = new PKIXParameters(Set.of(anchor));
      parameters.setDate(Date.from(at));
      parameters.setRevocationEnabled(false); // Revocation does that
      CertPathValidator.getInstance("PKIX").validate(certPath, parameters);
    } catch (CertPathValidatorException e) {
      int index = Math.clamp(e.getIndex(), 0, below.size() - 1);
      throw new CertificateRefusedException(
          "certificate " + Certificates.name(below.get(index)) + " " + reason(e), e);
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new CertificateRefusedException(
          "the path of certificate "
              + Certificates.name(path.getFirst())
              + " cannot be checked: "
              + e.getMessage(),
          e);
    }
  }

  private static String reason(CertPathValidatorException e) {
    return switch (e.getReason()) {
      case BasicReason.INVALID_SIGNATURE -> "has a signature that is not of its issuer";
      case BasicReason.ALGORITHM_CONSTRAINED ->
          "is signed by an algorithm that is too weak (" + e.getMessage() + ")";
      case PKIXReason.INVALID_NAME ->
          "has a name that the name constraints of an authority above it forbid";
      case PKIXReason.NOT_CA_CERT -> "issues certificates, and is no authority (BasicConstraints)";
      case PKIXReason.INVALID_KEY_USAGE -> "issues certificates, which its KeyUsage forbids";
      case PKIXReason.PATH_TOO_LONG ->
          "is further below an authority than the path length of that one allows";
      case PKIXReason.UNRECOGNIZED_CRIT_EXT ->
          "has a critical extension that is not understood here (" + e.getMessage() + ")";
      default -> "is refused: " + e.getMessage();
    };
  }
}

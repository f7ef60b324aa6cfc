package io.yett.ike.certificate;

import io.yett.ike.certificate.Revocation.Status;
import java.io.IOException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.SingleResp;
import org.bouncycastle.operator.DigestCalculatorProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/** OCSP (RFC 6960): requests, and what responses say. By Bouncy Castle. */
final class Ocsp {
  private static final String OCSP_SIGNING = "1.3.6.1.5.5.7.3.9";

  /** So long a response without nextUpdate counts. */
  private static final Duration LIFE = Duration.ofDays(1);

  /** Names certificates in requests; it protects nothing (RFC 6960 §4.1.1). */
  private static final AlgorithmIdentifier SHA1 =
      new AlgorithmIdentifier(OIWObjectIdentifiers.idSHA1);

  private Ocsp() {}

  private static DigestCalculatorProvider digests() throws OperatorCreationException {
    return new JcaDigestCalculatorProviderBuilder().build();
  }

  /** A request in DER; empty if none can be made for such a certificate. */
  static Optional<byte[]> request(X509Certificate certificate, X509Certificate issuer) {
    try {
      CertificateID id =
          new CertificateID(
              digests().get(SHA1),
              new JcaX509CertificateHolder(issuer),
              certificate.getSerialNumber());
      return Optional.of(new OCSPReqBuilder().addRequest(id).build().getEncoded());
    } catch (Exception e) {
      return Optional.empty(); // what was parsed by others cannot be written
    }
  }

  /**
   * What a response says.
   *
   * @param response any octets at all
   */
  static Status status(
      byte[] response, X509Certificate certificate, X509Certificate issuer, Instant at) {
    if (response.length > CertificateLimits.MAX_OCSP_OCTETS) {
      return new Status.Unknown("is too large");
    }
    try {
      OCSPResp outer = new OCSPResp(response);
      if (outer.getStatus() != OCSPResp.SUCCESSFUL
          || !(outer.getResponseObject() instanceof BasicOCSPResp basic)) {
        return new Status.Unknown("says error " + outer.getStatus());
      }
      if (!isSigned(basic, issuer, at)) {
        return new Status.Unknown("is not signed by the issuer, or one that it has authorized");
      }
      X509CertificateHolder holder = new JcaX509CertificateHolder(issuer);
      for (SingleResp single : basic.getResponses()) {
        if (single.getCertID().getSerialNumber().equals(certificate.getSerialNumber())
            && single.getCertID().matchesIssuer(holder, digests())) {
          return judge(single, at);
        }
      }
      return new Status.Unknown("is of another certificate");
    } catch (IOException | OCSPException | RuntimeException e) {
      return new Status.Unknown("cannot be read");
    } catch (Exception e) {
      return new Status.Unknown("cannot be checked");
    }
  }

  private static Status judge(SingleResp single, Instant at) {
    Instant from = single.getThisUpdate().toInstant();
    Instant until =
        single.getNextUpdate() == null ? from.plus(LIFE) : single.getNextUpdate().toInstant();
    if (from.isAfter(at.plus(Crls.SKEW)) || until.isBefore(at)) {
      return new Status.Unknown("is out of date");
    }
    CertificateStatus status = single.getCertStatus();
    if (status == null) { // so Bouncy Castle says that it is good
      return new Status.Good();
    }
    return status instanceof RevokedStatus revoked
        ? new Status.Revoked("at " + revoked.getRevocationTime().toInstant() + ", says OCSP")
        : new Status.Unknown("does not know the certificate");
  }

  /** By the issuer itself, or by a responder whose certificate it issued for that (§4.2.2.2). */
  private static boolean isSigned(BasicOCSPResp basic, X509Certificate issuer, Instant at)
      throws OperatorCreationException, OCSPException {
    JcaContentVerifierProviderBuilder verifier = new JcaContentVerifierProviderBuilder();
    if (basic.isSignatureValid(verifier.build(issuer.getPublicKey()))) {
      return true;
    }
    for (X509CertificateHolder holder : basic.getCerts()) {
      Optional<X509Certificate> responder = responder(holder);
      if (responder.isPresent()
          && isAuthorized(responder.get(), issuer, at)
          && basic.isSignatureValid(verifier.build(responder.get().getPublicKey()))) {
        return true;
      }
    }
    return false;
  }

  private static Optional<X509Certificate> responder(X509CertificateHolder holder) {
    try {
      return Certificates.read(holder.getEncoded());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static boolean isAuthorized(
      X509Certificate responder, X509Certificate issuer, Instant at) {
    try {
      List<String> usage = responder.getExtendedKeyUsage();
      if (usage == null || !usage.contains(OCSP_SIGNING)) {
        return false;
      }
      CertificatePath.validate(responder, List.of(), List.of(issuer), at);
      return true;
    } catch (CertificateRefusedException | CertificateParsingException e) {
      return false;
    }
  }
}

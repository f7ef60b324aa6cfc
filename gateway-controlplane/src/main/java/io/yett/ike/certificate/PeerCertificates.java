package io.yett.ike.certificate;

import io.yett.ike.message.CertEncoding;
import io.yett.ike.message.CertPayload;
import io.yett.ike.message.CertReqPayload;
import io.yett.ike.message.IkeMessage;
import io.yett.ike.pad.Identity;
import io.yett.ike.pad.RemoteAuth;
import java.nio.ByteBuffer;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What CERT payloads of a peer are worth (RFC 7296 §3.6, RFC 4945). */
public final class PeerCertificates {
  private PeerCertificates() {}

  /**
   * The X.509 certificates of a message, that of the peer first. Payloads of other encodings, which
   * we never ask for, are left out.
   *
   * @throws CertificateRefusedException if there are too many, or one cannot be read
   */
  public static List<X509Certificate> of(IkeMessage message) throws CertificateRefusedException {
    List<X509Certificate> certificates = new ArrayList<>();
    for (CertPayload payload : message.all(CertPayload.class)) {
      if (payload.encoding() != CertEncoding.X509_SIGNATURE.number()) {
        continue;
      }
      if (certificates.size() == CertificateLimits.MAX_CERTIFICATES) {
        throw new CertificateRefusedException(
            "the peer sends more than " + CertificateLimits.MAX_CERTIFICATES + " certificates");
      }
      X509Certificate certificate =
          Certificates.read(payload.data())
              .orElseThrow(() ->
                  new CertificateRefusedException(
                      "the peer sends a certificate that cannot be read"));
      if (!certificates.contains(certificate)) {
        certificates.add(certificate);
      }
    }
    return certificates;
  }

  /** OCSP responses that came along (RFC 4806), as they were sent. */
  public static List<byte[]> statuses(IkeMessage message) {
    return message.all(CertPayload.class).stream()
        .filter(payload -> payload.encoding() == CertEncoding.OCSP_CONTENT.number())
        .map(CertPayload::data)
        .limit(CertificateLimits.MAX_CERTIFICATES)
        .toList();
  }

  /** CERTREQ for OCSP responses of any responder (RFC 4806 §3.1). */
  public static CertReqPayload requestStatus() {
    return new CertReqPayload(CertEncoding.OCSP_CONTENT.number(), new byte[0]);
  }

  /**
   * The path of a peer's certificate, if it is to be trusted for that identity. Takes milliseconds.
   *
   * @param sent as {@link #of} gave them; may be empty if the peer's certificate is configured
   * @return from the peer's certificate to the authority; only the former if it is configured
   */
  public static List<X509Certificate> trust(
      List<X509Certificate> sent, Identity identity, RemoteAuth trust, Instant at)
      throws CertificateRefusedException {
    List<X509Certificate> path =
        trust.certificates().isEmpty() ? issued(sent, trust, at) : pinned(sent, trust, at);
    X509Certificate certificate = path.getFirst();
    if (!CertificateIdentities.has(certificate, identity)) {
      throw new CertificateRefusedException(
          "the peer says it is "
              + identity
              + ", but its certificate is of "
              + String.join(
                  ", ",
                  CertificateIdentities.of(certificate).stream().map(Identity::toString).toList()));
    }
    return path;
  }

  /** The public key of the first certificate of a path. */
  public static PublicKey key(List<X509Certificate> path) {
    return path.getFirst().getPublicKey();
  }

  private static List<X509Certificate> issued(
      List<X509Certificate> sent, RemoteAuth trust, Instant at) throws CertificateRefusedException {
    if (sent.isEmpty()) {
      throw new CertificateRefusedException(
          "the peer sends no certificate: have it send one always, or name it in remote.certs");
    }
    X509Certificate certificate = sent.getFirst();
    List<X509Certificate> path =
        CertificatePath.validate(certificate, sent, trust.authorities(), at);
    EndEntityRules.requireUsage(certificate);
    return path;
  }

  private static List<X509Certificate> pinned(
      List<X509Certificate> sent, RemoteAuth trust, Instant at) throws CertificateRefusedException {
    List<X509Certificate> ours = trust.certificates();
    if (sent.isEmpty() && ours.size() > 1) {
      throw new CertificateRefusedException(
          "the peer sends no certificate, and remote.certs has several");
    }
    X509Certificate certificate = sent.isEmpty() ? ours.getFirst() : sent.getFirst();
    if (!ours.contains(certificate)) {
      throw new CertificateRefusedException(
          "certificate "
              + Certificates.name(certificate)
              + " is not one of remote.certs; if the peer has a new one, put it there");
    }
    Certificates.requireValidAt(certificate, at);
    EndEntityRules.requireStrongKey(certificate);
    EndEntityRules.requireUsage(certificate);
    return List.of(certificate);
  }

  /** CERTREQ for the authorities that we trust (RFC 7296 §3.7). */
  public static CertReqPayload request(Collection<X509Certificate> authorities) {
    ByteBuffer hashes = ByteBuffer.allocate(20 * authorities.size());
    authorities.forEach(authority -> hashes.put(Certificates.keyHash(authority.getPublicKey())));
    return new CertReqPayload(CertEncoding.X509_SIGNATURE.number(), hashes.array());
  }
}

package io.yett.ike.exchange;

import io.yett.ike.certificate.PeerCertificates;
import io.yett.ike.crypto.SignatureHash;
import io.yett.ike.message.CertEncoding;
import io.yett.ike.message.CertPayload;
import io.yett.ike.message.IkeMessage;
import io.yett.ike.message.NotifyPayload;
import io.yett.ike.message.NotifyType;
import io.yett.ike.message.Payload;
import io.yett.ike.pad.CertificateDemand;
import io.yett.ike.pad.Connection;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What the two ends tell each other before certificates are used (RFC 7296 §3.7, RFC 7427 §4). */
final class CertificateOffers {
  private CertificateOffers() {}

  /** SIGNATURE_HASH_ALGORITHMS, if certificates are used. */
  static List<Payload> hashes(CertificateDemand demand) {
    return demand.hashes().isEmpty() ? List.of() : List.of(SignatureHash.announce(demand.hashes()));
  }

  /** CERTREQ with the authorities; none if nobody's certificate is asked for. */
  static List<Payload> requests(CertificateDemand demand) {
    List<Payload> payloads = new ArrayList<>();
    if (demand.asksForCertificate()) {
      payloads.add(PeerCertificates.request(demand.authorities()));
    }
    if (demand.asksForStatus()) {
      payloads.add(PeerCertificates.requestStatus());
    }
    return payloads;
  }

  /** Our certificates, our own first; empty with a pre-shared key. */
  static List<Payload> certificates(Connection connection) {
    List<Payload> payloads = new ArrayList<>();
    for (X509Certificate certificate : connection.options().local().chain()) {
      try {
        payloads.add(
            new CertPayload(CertEncoding.X509_SIGNATURE.number(), certificate.getEncoded()));
      } catch (CertificateEncodingException e) {
        throw new IllegalStateException("a certificate that was read cannot be written", e);
      }
    }
    return payloads;
  }

  /** What the peer's message says that it can verify; empty without RFC 7427. */
  static Set<SignatureHash> peerHashes(IkeMessage message) {
    return message
        .notify(NotifyType.SIGNATURE_HASH_ALGORITHMS)
        .map(NotifyPayload::data)
        .map(SignatureHash::read)
        .orElse(Set.of());
  }
}

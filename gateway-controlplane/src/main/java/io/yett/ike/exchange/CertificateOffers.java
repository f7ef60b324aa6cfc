package io.yett.ike.exchange;

import io.yett.ike.certificate.PeerCertificates;
import io.yett.ike.crypto.SignatureHash;
import io.yett.ike.message.CertEncoding;
import io.yett.ike.message.CertPayload;
import io.yett.ike.message.IkeMessage;
import io.yett.ike.message.NotifyPayload;
import io.yett.ike.message.NotifyType;
import io.yett.ike.message.Payload;
import io.yett.ike.pad.AuthKind;
import io.yett.ike.pad.Connection;
import io.yett.ike.pad.RemoteAuth;
import io.yett.ike.pad.RevocationPolicy;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What the two ends tell each other before certificates are used (RFC 7296 §3.7, RFC 7427 §4). */
final class CertificateOffers {
  private CertificateOffers() {}

  /** SIGNATURE_HASH_ALGORITHMS, if one of the connections uses certificates. */
  static List<Payload> hashes(List<Connection> connections) {
    Set<SignatureHash> hashes = EnumSet.noneOf(SignatureHash.class);
    for (Connection connection : connections) {
      RemoteAuth remote = connection.options().remote();
      if (remote.kind() == AuthKind.CERTIFICATE) {
        remote.signatures().stream()
            .filter(scheme -> scheme.hash() != null)
            .forEach(scheme -> hashes.add(scheme.hash()));
      } else if (connection.usesCertificates()) {
        hashes.addAll(EnumSet.allOf(SignatureHash.class));
      }
    }
    return hashes.isEmpty() ? List.of() : List.of(SignatureHash.announce(hashes));
  }

  /** CERTREQ with the authorities of all the connections; none if nobody's certificate is asked. */
  static List<Payload> requests(List<Connection> connections) {
    List<X509Certificate> authorities =
        connections.stream()
            .flatMap(connection -> connection.options().remote().authorities().stream())
            .distinct()
            .toList();
    boolean asked =
        connections.stream().anyMatch(c -> c.options().remote().kind() == AuthKind.CERTIFICATE);
    boolean status =
        connections.stream()
            .anyMatch(c -> c.options().remote().revocation().mode() != RevocationPolicy.Mode.OFF);
    List<Payload> payloads = new ArrayList<>();
    if (asked) {
      payloads.add(PeerCertificates.request(authorities));
    }
    if (status) {
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

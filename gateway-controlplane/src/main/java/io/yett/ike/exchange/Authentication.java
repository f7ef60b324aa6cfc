package io.yett.ike.exchange;

import io.yett.ike.certificate.CertificateRefusedException;
import io.yett.ike.certificate.PeerCertificates;
import io.yett.ike.certificate.Revocation;
import io.yett.ike.certificate.RevocationSource;
import io.yett.ike.crypto.ConstantTime;
import io.yett.ike.crypto.SignatureAuth;
import io.yett.ike.crypto.SignatureScheme;
import io.yett.ike.error.AuthenticationFailedException;
import io.yett.ike.error.IkeProtocolException;
import io.yett.ike.error.InvalidSyntaxException;
import io.yett.ike.message.AuthMethod;
import io.yett.ike.message.AuthPayload;
import io.yett.ike.message.IdPayload;
import io.yett.ike.message.IkeMessage;
import io.yett.ike.pad.AuthKind;
import io.yett.ike.pad.Connection;
import io.yett.ike.pad.Identity;
import io.yett.ike.pad.LocalAuth;
import io.yett.ike.pad.RemoteAuth;
import io.yett.ike.sa.IkeSa;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * AUTH (RFC 7296 §2.15): with a pre-shared key at once, with a certificate in the background, as
 * signatures take milliseconds and what they need may have to be fetched.
 */
final class Authentication {
  private Authentication() {}

  static IdPayload payload(boolean initiator, Identity identity) {
    return new IdPayload(initiator, identity.type(), identity.data());
  }

  static Identity identity(IdPayload payload) throws InvalidSyntaxException {
    if (payload.data().length > Identity.MAX_LENGTH) {
      throw new InvalidSyntaxException(
          "the peer's identity has more than " + Identity.MAX_LENGTH + " octets");
    }
    return new Identity(payload.idType(), payload.data());
  }

  /** Whether we sign with a private key, so that {@link #sign} takes its time. */
  static boolean signs(Connection connection) {
    return connection.options().local().kind() == AuthKind.CERTIFICATE;
  }

  /** What is to be signed now, as the keys are now. */
  static byte[] octets(IkeSa sa, Handshake handshake, IdPayload ourId) {
    return sa.keys()
        .signedOctets(
            sa.initiator(), handshake.ourMessage(sa), handshake.peerNonce(sa), ourId.body());
  }

  /** Signs in the background. */
  static void sign(
      Services s,
      Connection connection,
      Handshake handshake,
      List<byte[]> octets,
      Background.Then<List<AuthPayload>> then) {
    LocalAuth local = connection.options().local();
    s.background()
        .run(
            () -> {
              SignatureScheme scheme =
                  SignatureAuth.choose(
                      local.key(), local.signatures(), handshake.peerSignatureHashes());
              boolean digital = !handshake.peerSignatureHashes().isEmpty();
              List<AuthPayload> signed = new ArrayList<>();
              for (byte[] each : octets) {
                signed.add(SignatureAuth.sign(scheme, local.key(), each, digital, s.random()));
              }
              return signed;
            },
            then);
  }

  /** Our AUTH payload with the connection's pre-shared key. */
  static AuthPayload sharedKey(
      IkeSa sa, Connection connection, Handshake handshake, IdPayload ourId) {
    byte[] auth =
        sa.keys()
            .sharedKeyAuth(
                sa.initiator(),
                connection.psk().octets(),
                handshake.ourMessage(sa),
                handshake.peerNonce(sa),
                ourId.body());
    return new AuthPayload(AuthMethod.SHARED_KEY_MIC.number(), auth);
  }

  /**
   * Checks the peer's AUTH payload, with the keys as they are now.
   *
   * @param message that AUTH and CERT payloads came in
   * @param then is told the failure, or null
   */
  static void verify(
      Services s,
      IkeSa sa,
      Handshake handshake,
      IdPayload peerId,
      AuthPayload auth,
      IkeMessage message,
      Background.Then<Void> then) {
    Connection connection = sa.connection();
    if (connection.options().remote().kind() == AuthKind.PSK) {
      IkeProtocolException failure = null;
      try {
        verifySharedKey(sa, connection, handshake, peerId, auth);
      } catch (AuthenticationFailedException e) {
        failure = e;
      }
      then.done(null, failure);
      return;
    }
    byte[] octets =
        sa.keys()
            .signedOctets(
                !sa.initiator(), handshake.peerMessage(sa), handshake.ourNonce(sa), peerId.body());
    RemoteAuth trust = connection.options().remote();
    Instant at = s.background().wallTime();
    RevocationSource source = s.background().revocation();
    s.background()
        .run(
            () -> {
              verifySignature(message, auth, identity(peerId), octets, trust, at, source);
              return null;
            },
            then);
  }

  private static void verifySharedKey(
      IkeSa sa, Connection connection, Handshake handshake, IdPayload peerId, AuthPayload auth)
      throws AuthenticationFailedException {
    if (auth.method() != AuthMethod.SHARED_KEY_MIC.number()) {
      throw new AuthenticationFailedException(
          "the peer authenticates by method "
              + auth.method()
              + ", a pre-shared key (method 2) is configured here");
    }
    byte[] expected =
        sa.keys()
            .sharedKeyAuth(
                !sa.initiator(),
                connection.psk().octets(),
                handshake.peerMessage(sa),
                handshake.ourNonce(sa),
                peerId.body());
    if (!ConstantTime.equals(expected, auth.data())) {
      throw new AuthenticationFailedException(
          "the peer's pre-shared key differs from the one of connection " + connection.name());
    }
  }

  /** Runs in the background. */
  private static void verifySignature(
      IkeMessage message,
      AuthPayload auth,
      Identity peer,
      byte[] octets,
      RemoteAuth trust,
      Instant at,
      RevocationSource source)
      throws AuthenticationFailedException {
    if (auth.method() == AuthMethod.SHARED_KEY_MIC.number()) {
      throw new AuthenticationFailedException(
          "the peer authenticates by a pre-shared key, a certificate is configured here");
    }
    try {
      List<X509Certificate> path =
          PeerCertificates.trust(PeerCertificates.of(message), peer, trust, at);
      SignatureAuth.verify(auth, PeerCertificates.key(path), octets, trust.signatures());
      // Last, as it may take seconds: only of a peer that has the key.
      Revocation.check(path, trust.revocation(), PeerCertificates.statuses(message), source, at);
    } catch (CertificateRefusedException e) {
      throw new AuthenticationFailedException(e.getMessage());
    }
  }
}

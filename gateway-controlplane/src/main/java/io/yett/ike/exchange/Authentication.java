package io.yett.ike.exchange;

import io.yett.ike.crypto.ConstantTime;
import io.yett.ike.error.AuthenticationFailedException;
import io.yett.ike.message.AuthMethod;
import io.yett.ike.message.AuthPayload;
import io.yett.ike.message.IdPayload;
import io.yett.ike.pad.Connection;
import io.yett.ike.pad.Identity;
import io.yett.ike.sa.IkeSa;

/** Authentication with a pre-shared key (RFC 7296 §2.15). */
final class Authentication {
  private Authentication() {}

  static IdPayload payload(boolean initiator, Identity identity) {
    return new IdPayload(initiator, identity.type(), identity.data());
  }

  static Identity identity(IdPayload payload) {
    return new Identity(payload.idType(), payload.data());
  }

  /** Our AUTH payload. */
  static AuthPayload sign(IkeSa sa, Connection connection, Handshake handshake, IdPayload ourId) {
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

  /** Checks the peer's AUTH payload against the connection's key. */
  static void verify(
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
}

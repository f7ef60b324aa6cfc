package io.yett.ike.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.yett.ike.error.AuthenticationFailedException;
import io.yett.ike.message.AuthPayload;
import io.yett.ike.message.IkeMessage;
import io.yett.ike.message.NotifyPayload;
import io.yett.ike.message.NotifyType;
import io.yett.ike.pad.Connection;
import io.yett.ike.pad.PostQuantumKey;
import io.yett.ike.sa.Extension;
import io.yett.ike.sa.IkeSa;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Post-quantum preshared keys in IKE_AUTH (RFC 8784 §3). */
final class PpkAuth {
  /** PPK_ID_FIXED: octets that both ends know. */
  private static final byte FIXED = 2;

  private PpkAuth() {}

  /** Whether both ends said in IKE_SA_INIT that they can, and we have a key. */
  static boolean possible(IkeSa sa, Connection connection) {
    return connection.options().ppk() != null && sa.extensions().contains(Extension.PPK);
  }

  /** Throws if a key is required and the peer has none. */
  static void require(IkeSa sa, Connection connection) throws AuthenticationFailedException {
    PostQuantumKey ppk = connection.options().ppk();
    if (ppk != null && ppk.required() && !sa.postQuantumKeyUsed()) {
      throw new AuthenticationFailedException(
          "the peer does not use the post-quantum preshared key "
              + ppk.id()
              + ", which connection "
              + connection.name()
              + " requires");
    }
  }

  /** From now on the keys of the IKE SA hold the key. */
  static void mix(IkeSa sa, Connection connection) {
    sa.keys().mixPpk(connection.options().ppk().key().octets());
    sa.postQuantumKeyUsed(true);
  }

  /** The peer goes on without. */
  static void unmix(IkeSa sa) {
    sa.keys().unmixPpk();
    sa.postQuantumKeyUsed(false);
  }

  /** Names our key. */
  static NotifyPayload identity(Connection connection) {
    byte[] id = connection.options().ppk().id().getBytes(UTF_8);
    return NotifyPayload.of(
        NotifyType.PPK_IDENTITY, ByteBuffer.allocate(1 + id.length).put(FIXED).put(id).array());
  }

  /** AUTH without the key, for a peer that has not that one. */
  static NotifyPayload fallback(AuthPayload auth) {
    return NotifyPayload.of(NotifyType.NO_PPK_AUTH, auth.data());
  }

  /** Whether the initiator names the key that we have. */
  static boolean named(IkeMessage request, Connection connection) {
    return request
        .notify(NotifyType.PPK_IDENTITY)
        .filter(named -> Arrays.equals(named.data(), identity(connection).data()))
        .isPresent();
  }

  /**
   * The AUTH payload that holds without the key. Null if it has none: a peer that names a key and
   * sends no NO_PPK_AUTH requires it.
   */
  static AuthPayload withoutKey(IkeMessage request, AuthPayload auth) {
    if (!request.has(NotifyType.PPK_IDENTITY)) {
      return auth;
    }
    return request
        .notify(NotifyType.NO_PPK_AUTH)
        .map(data -> new AuthPayload(auth.method(), data.data()))
        .orElse(null);
  }
}

package io.yett.ike.exchange;

import io.yett.ike.crypto.NatDetection;
import io.yett.ike.crypto.SignatureHash;
import io.yett.ike.message.IkeMessage;
import io.yett.ike.message.NotifyPayload;
import io.yett.ike.message.NotifyType;
import io.yett.ike.sa.IkeSa;
import io.yett.ike.sa.NetworkPath;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * What IKE_SA_INIT leaves for IKE_AUTH: both messages and nonces, which AUTH signs (RFC 7296
 * §2.15).
 *
 * @param request the IKE_SA_INIT request as it was on the wire
 * @param response the IKE_SA_INIT response as it was on the wire
 * @param peerSignatureHashes that the peer announced; empty if it does not speak RFC 7427
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Handshake(
    byte[] request,
    byte[] response,
    byte[] nonceI,
    byte[] nonceR,
    Set<SignatureHash> peerSignatureHashes) {

  /** The NAT detection notifies of a message of ours (RFC 7296 §2.23). */
  static List<NotifyPayload> natNotifies(
      long spiI, long spiR, NetworkPath path, boolean forceEncapsulation) {
    byte[] source =
        NatDetection.hash(spiI, spiR, path.local().getAddress(), path.local().getPort());
    if (forceEncapsulation) {
      source[0] ^= 0x55; // what a NAT would look like to the peer, so that it encapsulates too
    }
    byte[] destination =
        NatDetection.hash(spiI, spiR, path.remote().getAddress(), path.remote().getPort());
    return List.of(
        NotifyPayload.of(NotifyType.NAT_DETECTION_SOURCE_IP, source),
        NotifyPayload.of(NotifyType.NAT_DETECTION_DESTINATION_IP, destination));
  }

  /**
   * The path with what the peer's NAT detection notifies say.
   *
   * @param message from the peer, received on that path
   */
  static NetworkPath detectNat(NetworkPath path, IkeMessage message, boolean forceEncapsulation) {
    boolean spoken = message.has(NotifyType.NAT_DETECTION_SOURCE_IP);
    boolean natRemote =
        spoken && !matches(message, NotifyType.NAT_DETECTION_SOURCE_IP, path.remote());
    boolean natLocal =
        message.has(NotifyType.NAT_DETECTION_DESTINATION_IP)
            && !matches(message, NotifyType.NAT_DETECTION_DESTINATION_IP, path.local());
    boolean encapsulated = spoken && (natLocal || natRemote || forceEncapsulation);
    return path.withNat(natLocal, natRemote, encapsulated);
  }

  private static boolean matches(IkeMessage message, NotifyType type, InetSocketAddress address) {
    byte[] expected =
        NatDetection.hash(
            message.header().initiatorSpi(),
            message.header().responderSpi(),
            address.getAddress(),
            address.getPort());
    return message.all(NotifyPayload.class).stream()
        .filter(n -> n.notifyNumber() == type.number())
        .anyMatch(n -> Arrays.equals(n.data(), expected));
  }

  /** What the peer signs. */
  byte[] peerMessage(IkeSa sa) {
    return sa.initiator() ? response : request;
  }

  /** What we sign. */
  byte[] ourMessage(IkeSa sa) {
    return sa.initiator() ? request : response;
  }

  byte[] peerNonce(IkeSa sa) {
    return sa.initiator() ? nonceR : nonceI;
  }

  byte[] ourNonce(IkeSa sa) {
    return sa.initiator() ? nonceI : nonceR;
  }
}

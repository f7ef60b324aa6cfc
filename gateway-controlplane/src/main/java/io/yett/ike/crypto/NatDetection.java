package io.yett.ike.crypto;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The hash of NAT_DETECTION_SOURCE_IP and NAT_DETECTION_DESTINATION_IP (RFC 7296 §2.23). */
public final class NatDetection {
  private NatDetection() {}

  /**
   * SHA-1 of SPIs, address and port, as the RFC demands; it hides nothing and protects nothing.
   *
   * @param spiResponder 0 in the first message
   * @param port 1..65535, host order
   */
  public static byte[] hash(long spiInitiator, long spiResponder, InetAddress address, int port) {
    byte[] octets = address.getAddress();
    ByteBuffer input = ByteBuffer.allocate(8 + 8 + octets.length + 2);
    input.putLong(spiInitiator).putLong(spiResponder).put(octets).putShort((short) port);
    try {
      return MessageDigest.getInstance("SHA-1").digest(input.array());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK lacks SHA-1", e);
    }
  }
}

package io.yett.dataplane;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * AH with HMAC-SHA-256-128 by the JDK, written from RFC 4302 for the tests alone. For packets whose
 * options, if there are any, all may change on the way.
 */
final class AhOracle {
  static final int ICV_AT = 12;
  static final int LENGTH = 28;
  private static final int AH = 51;

  private AhOracle() {}

  /** AH between the IP header of a packet, with its options, and what is behind it. */
  static byte[] transport(byte[] key, int spi, long sequence, boolean esn, byte[] packet) {
    int header = (packet[0] & 15) * 4;
    ByteBuffer with = ByteBuffer.allocate(packet.length + LENGTH);
    with.put(packet, 0, header).put(packet[9]).put((byte) (LENGTH / 4 - 2)).putShort((short) 0);
    with.putInt(spi).putInt((int) sequence).position(header + LENGTH);
    with.put(packet, header, packet.length - header);
    with.putShort(2, (short) with.capacity()).put(9, (byte) AH);
    return signed(key, sequence, esn, Frames.withChecksum(with.array()));
  }

  /** The packet in another between those addresses. */
  static byte[] tunnel(
      byte[] key,
      int spi,
      long sequence,
      boolean esn,
      String source,
      String destination,
      byte[] packet) {
    return transport(key, spi, sequence, esn, Frames.ipv4(source, destination, 4, packet));
  }

  /** The packet with the right ICV. */
  static byte[] signed(byte[] key, long sequence, boolean esn, byte[] packet) {
    int icv = (packet[0] & 15) * 4 + ICV_AT;
    byte[] text = packet.clone();
    for (int i : new int[] {1, 6, 7, 8, 10, 11}) {
      text[i] = 0;
    }
    Arrays.fill(text, 20, icv - ICV_AT, (byte) 0);
    Arrays.fill(text, icv, icv + LENGTH - ICV_AT, (byte) 0);
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HMAC"));
      mac.update(text);
      if (esn) {
        mac.update(ByteBuffer.allocate(4).putInt((int) (sequence >>> 32)).array());
      }
      byte[] good = packet.clone();
      System.arraycopy(mac.doFinal(), 0, good, icv, LENGTH - ICV_AT);
      return good;
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}

package io.yett.lab.linux;

import java.nio.ByteBuffer;
import java.util.List;

/** A captured Ethernet frame that carries ESP, plain or in UDP, or AH. */
final class EspFrame {
  private static final int IPV4 = 14;
  private static final int IPV4_HEADER = 20;
  private static final int UDP_HEADER = 8;
  private static final int PROTOCOL = IPV4 + 9;
  private static final int PROTOCOL_UDP = 17;
  private static final int PROTOCOL_ESP = 50;
  private static final int VERSION_AND_LENGTH = 0x45;
  private static final int MORE_FRAGMENTS = 0x2000;
  private static final int FRAGMENT_OFFSET = 0x1fff;

  private final byte[] frame;
  private final int esp;

  private EspFrame(byte[] frame, int esp) {
    this.frame = frame;
    this.esp = esp;
  }

  /** Those of an SA that are no fragments, in order. */
  static List<EspFrame> ofSpi(List<byte[]> frames, int spi, boolean udp) {
    return ofSpi(frames, spi, udp, IPV4 + IPV4_HEADER + (udp ? UDP_HEADER : 0));
  }

  /** Those of an SA of AH: behind the SPI is the sequence number there too. */
  static List<EspFrame> ofAhSpi(List<byte[]> frames, int spi) {
    return ofSpi(frames, spi, false, IPV4 + IPV4_HEADER + Integer.BYTES);
  }

  private static List<EspFrame> ofSpi(List<byte[]> frames, int spi, boolean udp, int esp) {
    return frames.stream()
        .filter(frame -> frame.length > esp + Long.BYTES)
        .filter(frame -> (flags(frame) & (MORE_FRAGMENTS | FRAGMENT_OFFSET)) == 0)
        .filter(frame -> (frame[PROTOCOL] == PROTOCOL_UDP) == udp)
        .map(frame -> new EspFrame(frame, esp))
        .filter(frame -> frame.number(esp) == spi)
        .toList();
  }

  /** Whether it is a fragment other than the first, of ESP or UDP: it has no header to judge by. */
  static boolean isLaterFragment(byte[] frame) {
    return frame.length >= IPV4 + IPV4_HEADER
        && frame[IPV4] == VERSION_AND_LENGTH
        && (frame[PROTOCOL] == PROTOCOL_UDP || frame[PROTOCOL] == PROTOCOL_ESP)
        && (flags(frame) & FRAGMENT_OFFSET) != 0;
  }

  private static int flags(byte[] frame) {
    return ByteBuffer.wrap(frame).getShort(IPV4 + 6);
  }

  /** Octets of the IP packet, as its header says. */
  int ipLength() {
    return ByteBuffer.wrap(frame).getShort(IPV4 + 2) & 0xffff;
  }

  byte[] frame() {
    return frame.clone();
  }

  /** The same with a number that was not seen yet: its ICV cannot be right. */
  byte[] forged(int ahead) {
    byte[] copy = frame.clone();
    int sequence = esp + Integer.BYTES;
    ByteBuffer.wrap(copy).putInt(sequence, number(sequence) + ahead);
    return copy;
  }

  private int number(int at) {
    return ByteBuffer.wrap(frame).getInt(at);
  }
}

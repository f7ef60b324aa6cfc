package io.yett.dataplane.sad;

import io.yett.dataplane.packet.Checksum;
import io.yett.dataplane.packet.Esp;
import io.yett.dataplane.packet.Ethernet;
import io.yett.dataplane.packet.Ipv4;
import io.yett.dataplane.packet.Ipv6;
import io.yett.dpdk.Memory;
import java.net.InetAddress;

/**
 * An outbound SA's slot, off-heap. The first is written by the RX stage for each packet; the second
 * is what encapsulation reads, and is written only while the lane is empty; the third is cold, and
 * the fourth is {@link OuterIpv6}.
 *
 * <p>Sequence and byte counts may be read by any thread.
 */
public final class OutboundSa {
  // Line 0: RX stage.
  private static final int SEQUENCE = 16;
  private static final int BYTES = 24;
  private static final int SEQUENCE_LIMIT = 32;
  private static final int BYTE_LIMIT = 40;
  private static final int LAST_USED = 48;
  // Line 1: read by workers.
  private static final int TEMPLATE = 64;
  private static final int SESSION = 96;
  private static final int SALT = 104;
  private static final int HEADER_CHECKSUM = 108;
  private static final int HEADERS = 112;
  private static final int ESN = 116; // four octets: see SaForm.packed
  private static final int MODE = 117;
  private static final int ALIGNMENT_MASK = 118;
  private static final int ICV_LENGTH = 119;
  private static final int IV_MASK = 120;
  // Line 2: cold.
  private static final int SOFT_SEQUENCE = 128;
  private static final int HARD_SEQUENCE = 136;
  private static final int SOFT_BYTES = 144;
  private static final int HARD_BYTES = 152;
  private static final int SELECTORS = 160;
  private static final int REMOTE = 168;
  private static final int OVERHEAD = 172;
  private static final int PATH_MTU = 176;
  private static final int CLAMPS_MSS = 180;

  /** TTL of what we send (RFC 4301 section 5.1.2.1 leaves it to us). */
  private static final int OUTER_TTL = 64;

  /** In place of an IPv4 header's first octet. */
  private static final int VERSION_6 = 0x60;

  private OutboundSa() {}

  /** Last sequence number that was assigned; 0 before the first. */
  public static long sequence(long sa) {
    return Memory.getLong(sa + SEQUENCE);
  }

  /** Octets of inner packets. */
  public static long bytes(long sa) {
    return Memory.getLong(sa + BYTES);
  }

  /** Next sequence number that needs {@link #passLimits}: soft or hard limit, whichever is next. */
  public static long sequenceLimit(long sa) {
    return Memory.getLong(sa + SEQUENCE_LIMIT);
  }

  public static long byteLimit(long sa) {
    return Memory.getLong(sa + BYTE_LIMIT);
  }

  /** Lane clock of the last packet; meaningless before the first. */
  public static long lastUsed(long sa) {
    return Memory.getLong(sa + LAST_USED);
  }

  /**
   * RX stage: takes the next numbers of an SA for packets that follow one another (RFC 4303 section
   * 3.3.3). Returns the first of them; 0 if a limit is so near that {@link #passLimits} must judge
   * packet by packet, and then none is taken.
   *
   * @param octets of the packets together
   */
  public static long reserve(long sa, int packets, long octets, long nanoTime) {
    long last = sequence(sa) + packets;
    long bytes = bytes(sa) + octets;
    if (last >= sequenceLimit(sa) || bytes >= byteLimit(sa)) {
      return 0;
    }
    use(sa, last, bytes, nanoTime);
    return last - packets + 1;
  }

  /** RX stage: nothing passes any more; also {@link #reserve} gives no numbers from now on. */
  public static void expire(long sa) {
    SaSlot.state(sa, SaSlot.EXPIRED);
    Memory.putLong(sa + SEQUENCE_LIMIT, 0);
  }

  /** RX stage: takes a sequence number into use. */
  public static void use(long sa, long sequence, long bytes, long nanoTime) {
    Memory.putLong(sa + SEQUENCE, sequence);
    Memory.putLong(sa + BYTES, bytes);
    Memory.putLong(sa + LAST_USED, nanoTime);
  }

  /**
   * DF of the outer header, from two words in the template's place for ID and flags: what is kept
   * of the inner one, and what is set (RFC 4301 section 8.1).
   *
   * @param innerWireFlags 16 bits, as {@link Ipv4#wireFlags} has them
   */
  public static int dontFragment(long sa, int innerWireFlags) {
    int policy = Memory.getInt(sa + TEMPLATE + Ipv4.ID);
    return (innerWireFlags & policy & Ipv4.WIRE_DF) | (policy >>> 16);
  }

  /** Address of the header template. */
  public static long template(long sa) {
    return sa + TEMPLATE;
  }

  /** Crypto session handle. */
  public static long session(long sa) {
    return Memory.getLong(sa + SESSION);
  }

  /** The 4 octets of salt as a little-endian load finds them (RFC 4106 section 4). */
  public static int salt(long sa) {
    return Memory.getInt(sa + SALT);
  }

  /** The SPI as a little-endian load of the wire finds it. */
  public static int wireSpi(long sa) {
    return Integer.reverseBytes(SaSlot.spi(sa));
  }

  /** Folded checksum of the template's IPv4 header without its first 8 octets. */
  public static int headerChecksum(long sa) {
    return Memory.getInt(sa + HEADER_CHECKSUM);
  }

  /** Octets from the Ethernet header to the end of the IV: all that is put before a packet. */
  public static int headers(long sa) {
    return Memory.getInt(sa + HEADERS);
  }

  /** True if there is a UDP header between the outer IP header and ESP (RFC 3948). */
  public static boolean isUdp(long sa) {
    return Memory.getByte(template(sa) + Ipv4.PROTOCOL) == Ipv4.PROTOCOL_UDP;
  }

  /** True if the tunnel goes over IPv6: then the template is in {@link OuterIpv6}. */
  public static boolean isOuterIpv6(long sa) {
    return Memory.getByte(template(sa)) == VERSION_6;
  }

  public static boolean isEsn(long sa) {
    return Memory.getByte(sa + ESN) != 0;
  }

  /** One of {@link SaMode}. */
  public static int mode(long sa) {
    return Memory.getByte(sa + MODE);
  }

  /** One less than the octets of whose multiple the ciphertext is. */
  public static int alignmentMask(long sa) {
    return Memory.getByte(sa + ALIGNMENT_MASK);
  }

  /** Octets of the ICV. */
  public static int icvLength(long sa) {
    return Memory.getByte(sa + ICV_LENGTH);
  }

  /**
   * What a sequence number is mixed with to make an IV. One to one, so no IV comes twice under one
   * SA; and random, so that an SA made anew with the same keys by hand starts elsewhere.
   */
  public static long ivMask(long sa) {
    return Memory.getLong(sa + IV_MASK);
  }

  /** Address of the compiled selectors. */
  public static long selectors(long sa) {
    return Memory.getLong(sa + SELECTORS);
  }

  /** The peer's outer IPv4 address, host order; 0 over IPv6. */
  public static int remote(long sa) {
    return Memory.getInt(sa + REMOTE);
  }

  /**
   * RX stage: sets the MTU of the path to the peer, octets of the outer packet; 0 while only the
   * link's is known.
   */
  public static void pathMtu(long sa, int mtu) {
    Memory.putInt(sa + PATH_MTU, mtu);
  }

  /** Whether TCP's segment size is made to fit the tunnel. */
  public static boolean clampsMss(long sa) {
    return Memory.getByte(sa + CLAMPS_MSS) != 0;
  }

  /**
   * The longest inner packet that fits a link of this MTU, and the path behind it as far as known,
   * once encapsulated; 0 if none does.
   */
  public static int maxInnerLength(long sa, int linkMtu) {
    int pathMtu = Memory.getInt(sa + PATH_MTU);
    return maxInnerLengthOnLink(sa, pathMtu == 0 ? linkMtu : Math.min(linkMtu, pathMtu));
  }

  /** The same for the link alone: the path behind it may cut the outer packet. */
  public static int maxInnerLengthOnLink(long sa, int mtu) {
    int room = (mtu - Memory.getInt(sa + OVERHEAD)) & ~alignmentMask(sa);
    return Math.max(0, room - Esp.TRAILER);
  }

  /**
   * RX stage: judges a packet that reached {@link #sequenceLimit} or {@link #byteLimit}.
   *
   * @param sequence the number it would take
   * @param bytes the byte count that it would make
   */
  public static LimitVerdict passLimits(long sa, long sequence, long bytes) {
    long hardSequence = Memory.getLong(sa + HARD_SEQUENCE);
    long hardBytes = Memory.getLong(sa + HARD_BYTES);
    if (sequence > hardSequence) {
      return hardSequence == SaLimits.lastSequence(isEsn(sa))
          ? LimitVerdict.EXHAUSTED
          : LimitVerdict.HARD;
    }
    if (bytes > hardBytes) {
      return LimitVerdict.HARD;
    }
    if (sequence < Memory.getLong(sa + SOFT_SEQUENCE) && bytes < Memory.getLong(sa + SOFT_BYTES)) {
      return LimitVerdict.PASS;
    }
    Memory.putLong(sa + SOFT_SEQUENCE, Long.MAX_VALUE);
    Memory.putLong(sa + SOFT_BYTES, Long.MAX_VALUE);
    Memory.putLong(sa + SEQUENCE_LIMIT, hardSequence + 1);
    Memory.putLong(sa + BYTE_LIMIT, hardBytes + 1);
    return LimitVerdict.SOFT;
  }

  // Control thread, before the lane knows the SA or while the lane is empty.

  /** Writes everything but the template. */
  static void initialize(
      long sa, long session, SaForm form, long ivMask, long selectors, SaLimits limits) {
    Memory.putLong(sa + SEQUENCE_LIMIT, Math.min(limits.softSequence(), limits.hardSequence() + 1));
    Memory.putLong(sa + BYTE_LIMIT, Math.min(limits.softBytes(), limits.hardBytes() + 1));
    Memory.putLong(sa + SOFT_SEQUENCE, limits.softSequence());
    Memory.putLong(sa + HARD_SEQUENCE, limits.hardSequence());
    Memory.putLong(sa + SOFT_BYTES, limits.softBytes());
    Memory.putLong(sa + HARD_BYTES, limits.hardBytes());
    Memory.putLong(sa + SESSION, session);
    Memory.putInt(sa + SALT, form.salt());
    Memory.putInt(sa + ESN, form.packed(form.alignment() - 1, form.icvLength()));
    Memory.putLong(sa + IV_MASK, ivMask);
    Memory.putByte(sa + CLAMPS_MSS, (byte) (form.clampsMss() ? 1 : 0));
    Memory.putInt(
        sa + TEMPLATE + Ipv4.ID,
        switch (form.dfPolicy()) {
          case COPY -> Ipv4.WIRE_DF;
          case SET -> Ipv4.WIRE_DF << 16;
          case CLEAR -> 0;
        });
    Memory.putLong(sa + SELECTORS, selectors);
  }

  /**
   * Writes the template of the outer headers; the SA is initialized.
   *
   * @param local host order
   * @param remote host order
   * @param localPort of UDP encapsulation, or 0 for none
   * @param ivLength octets of the IV in the packet
   */
  static void writeTemplate(
      long sa, int local, int remote, int localPort, int remotePort, int ivLength) {
    long ip = template(sa);
    boolean udp = localPort != 0;
    Memory.putInt(ip, Ipv4.VERSION_4_NO_OPTIONS); // behind it is the policy of DF
    Memory.putLong(ip + Ipv4.TTL, 0);
    Memory.putByte(ip + Ipv4.TTL, (byte) OUTER_TTL);
    Memory.putByte(ip + Ipv4.PROTOCOL, (byte) (udp ? Ipv4.PROTOCOL_UDP : Ipv4.PROTOCOL_ESP));
    Memory.putInt(ip + Ipv4.SOURCE, Integer.reverseBytes(local));
    Memory.putInt(ip + Ipv4.DESTINATION, Integer.reverseBytes(remote));
    int spi = Integer.reverseBytes(SaSlot.spi(sa));
    if (udp) {
      long header = ip + Ipv4.HEADER;
      Memory.putShort(header + Esp.UDP_SOURCE_PORT, Short.reverseBytes((short) localPort));
      Memory.putShort(header + Esp.UDP_DESTINATION_PORT, Short.reverseBytes((short) remotePort));
      Memory.putInt(header + Esp.UDP_LENGTH, 0); // RFC 3948 section 2.1: checksum 0
      Memory.putInt(header + Esp.UDP_HEADER, spi);
    } else {
      Memory.putInt(ip + Ipv4.HEADER, spi);
      Memory.putLong(ip + Ipv4.HEADER + 4, 0);
    }
    int headerLength = udp ? Ipv4.HEADER + Esp.UDP_HEADER : Ipv4.HEADER;
    Memory.putInt(sa + HEADERS, Ethernet.HEADER + headerLength + Esp.HEADER + ivLength);
    Memory.putInt(sa + HEADER_CHECKSUM, Checksum.fold(Checksum.sum(ip + 8, Ipv4.HEADER - 8)));
    Memory.putInt(sa + REMOTE, remote);
    Memory.putInt(sa + OVERHEAD, headerLength + Esp.HEADER + ivLength + icvLength(sa));
  }

  /** As {@link #writeTemplate} for a tunnel over IPv6. */
  static void writeIpv6Template(
      long sa, InetAddress local, InetAddress remote, int localPort, int remotePort, int ivLength) {
    boolean udp = localPort != 0;
    OuterIpv6.writeTemplate(sa, local, remote, localPort, remotePort);
    Memory.putInt(template(sa), VERSION_6);
    Memory.putLong(template(sa) + Ipv4.TTL, 0);
    Memory.putByte(
        template(sa) + Ipv4.PROTOCOL, (byte) (udp ? Ipv4.PROTOCOL_UDP : Ipv4.PROTOCOL_ESP));
    int headerLength = udp ? Ipv6.HEADER + Esp.UDP_HEADER : Ipv6.HEADER;
    Memory.putInt(sa + HEADERS, Ethernet.HEADER + headerLength + Esp.HEADER + ivLength);
    Memory.putInt(sa + REMOTE, 0);
    Memory.putInt(sa + OVERHEAD, headerLength + Esp.HEADER + ivLength + icvLength(sa));
  }
}

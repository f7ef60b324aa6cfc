package io.yett.dataplane.sad;

import io.yett.dataplane.packet.Checksum;
import io.yett.dataplane.packet.Esp;
import io.yett.dataplane.packet.Ethernet;
import io.yett.dataplane.packet.Ipv4;
import io.yett.dpdk.Memory;

/**
 * An outbound SA's slot: four cache lines off-heap. The first is what is read for each packet;
 * while the SA is in use, only its state and, as one long, the peer's address and ports change. The
 * second is written by the RX stages of all lanes that use the SA, once for each run of packets, so
 * that the lanes do not take the first from one another. The third is cold, and the fourth is that
 * of {@link OutboundForm}.
 *
 * <p>Sequence and byte counts may be read by any thread.
 */
public final class OutboundSa {
  // Line 0, behind what all slots have: read for each packet.
  static final int HEADER_CHECKSUM = 12;
  private static final int HEADERS = 14;
  private static final int DF = 15;
  private static final int TEMPLATE_FROM_TTL = 16;
  private static final int SESSION = 40;
  private static final int IV_MASK = 48;
  private static final int SALT = 56;
  private static final int ESN = 60; // four octets: see SaForm.packed
  private static final int MODE = 61;
  private static final int ALIGNMENT_MASK = 62;
  private static final int ICV_LENGTH = 63;
  // Line 1: written by RX stages.
  private static final int SEQUENCE = 64;
  private static final int BYTES = 72;
  private static final int SEQUENCE_LIMIT = 80;
  private static final int BYTE_LIMIT = 88;
  private static final int LAST_USED = 96;
  // Line 2: cold.
  private static final int SOFT_SEQUENCE = 128;
  private static final int HARD_SEQUENCE = 136;
  private static final int SOFT_BYTES = 144;
  private static final int HARD_BYTES = 152;
  private static final int SELECTORS = 160;
  private static final int REMOTE = 168;
  static final int OVERHEAD = 172;
  private static final int PATH_MTU = 176;
  private static final int CLAMPS_MSS = 180;
  private static final int SOFT_PASSED = 188;

  /** Of the template only what is behind its first 8 octets is kept. */
  private static final int TEMPLATE = TEMPLATE_FROM_TTL - Ipv4.TTL;

  /** In the template: what is behind the source address. */
  private static final int DESTINATION_AND_PORTS = TEMPLATE + Ipv4.DESTINATION;

  /** {@link #takeOne}: a configured hard limit is reached. */
  public static final long HARD_LIMIT = -1;

  /** {@link #takeOne}: no sequence number is left (RFC 4303 section 3.3.3). */
  public static final long EXHAUSTED = -2;

  /** In place of the policy of DF: that bit of the inner header is copied. */
  private static final int COPY_DF = Ipv4.WIRE_DF;

  /** Likewise: it is set. */
  private static final int SET_DF = Ipv4.WIRE_DF << 1;

  /** TTL of what we send (RFC 4301 section 5.1.2.1 leaves it to us). */
  private static final int OUTER_TTL = 64;

  private OutboundSa() {}

  /** Last sequence number that was assigned; 0 before the first. */
  public static long sequence(long sa) {
    return Memory.getLong(sa + SEQUENCE);
  }

  /** Octets of inner packets. */
  public static long bytes(long sa) {
    return Memory.getLong(sa + BYTES);
  }

  /** Lane clock of the last packet; meaningless before the first. */
  public static long lastUsed(long sa) {
    return Memory.getLong(sa + LAST_USED);
  }

  /**
   * RX stage of the only lane: takes the next numbers of an SA for packets that follow one another
   * (RFC 4303 section 3.3.3). Returns the first of them; 0 if a limit is so near that {@link
   * #takeOne} must judge packet by packet, and then none is taken.
   *
   * @param octets of the packets together
   */
  public static long reserve(long sa, int packets, long octets, long nanoTime) {
    long last = sequence(sa) + packets;
    long bytes = bytes(sa) + octets;
    if (last >= Memory.getLong(sa + SEQUENCE_LIMIT) || bytes >= Memory.getLong(sa + BYTE_LIMIT)) {
      return 0;
    }
    Memory.putLong(sa + SEQUENCE, last);
    Memory.putLong(sa + BYTES, bytes);
    Memory.putLong(sa + LAST_USED, nanoTime);
    return last - packets + 1;
  }

  /**
   * The same where other lanes take numbers of the SA at this moment: no two of them ever get the
   * same one, which would be the same GCM nonce, nor one past a limit.
   */
  public static long reserveShared(long sa, int packets, long octets, long nanoTime) {
    if (!add(sa + BYTES, octets, Memory.getLong(sa + BYTE_LIMIT))) {
      return 0;
    }
    long first = takeNumbers(sa, packets, Memory.getLong(sa + SEQUENCE_LIMIT));
    if (first == 0) {
      Memory.getAndAddLong(sa + BYTES, -octets);
      return 0;
    }
    Memory.putLong(sa + LAST_USED, nanoTime);
    return first;
  }

  /**
   * RX stage of any lane: takes the next number of an SA that is near a limit. Returns it, or
   * {@link #HARD_LIMIT} or {@link #EXHAUSTED}, and then nothing is taken.
   */
  public static long takeOne(long sa, int octets, long nanoTime) {
    long hardSequence = Memory.getLong(sa + HARD_SEQUENCE);
    boolean inOctets = add(sa + BYTES, octets, Memory.getLong(sa + HARD_BYTES) + 1);
    long sequence = inOctets ? takeNumbers(sa, 1, hardSequence + 1) : 0;
    if (sequence != 0) {
      Memory.putLong(sa + LAST_USED, nanoTime);
      return sequence;
    }
    if (inOctets) {
      Memory.getAndAddLong(sa + BYTES, -octets);
    }
    return sequence(sa) >= hardSequence && hardSequence == SaLimits.lastSequence(isEsn(sa))
        ? EXHAUSTED
        : HARD_LIMIT;
  }

  /**
   * RX stage of any lane, after {@link #takeOne}: true if the soft limit is passed, and for the
   * first time.
   */
  public static boolean passesSoftLimit(long sa, long sequence) {
    long softSequence = Memory.getLong(sa + SOFT_SEQUENCE);
    long softBytes = Memory.getLong(sa + SOFT_BYTES);
    if ((sequence < softSequence && bytes(sa) < softBytes)
        || !Memory.compareAndSetInt(sa + SOFT_PASSED, 0, 1)) {
      return false;
    }
    // Unless the SA has expired meanwhile: then its limit is 0, and stays so.
    Memory.compareAndSetLong(sa + SEQUENCE_LIMIT, firstSequenceLimit(sa), hardSequenceLimit(sa));
    Memory.putLong(sa + BYTE_LIMIT, Memory.getLong(sa + HARD_BYTES) + 1);
    return true;
  }

  /**
   * Any thread: nothing passes any more, and from now on {@link #reserve} gives no numbers. True
   * for the one caller that did it.
   */
  public static boolean expire(long sa) {
    boolean first = SaSlot.expire(sa);
    Memory.putLong(sa + SEQUENCE_LIMIT, 0);
    return first;
  }

  /** The first of that many numbers, all below the limit; 0 if they do not fit. */
  private static long takeNumbers(long sa, int count, long limit) {
    while (true) {
      long before = Memory.getLong(sa + SEQUENCE);
      if (before + count >= limit) {
        return 0;
      }
      if (Memory.compareAndSetLong(sa + SEQUENCE, before, before + count)) {
        return before + 1;
      }
    }
  }

  /** Adds if the sum is below the limit. */
  private static boolean add(long address, long value, long limit) {
    while (true) {
      long before = Memory.getLong(address);
      if (before + value >= limit) {
        return false;
      }
      if (Memory.compareAndSetLong(address, before, before + value)) {
        return true;
      }
    }
  }

  private static long firstSequenceLimit(long sa) {
    return Math.min(Memory.getLong(sa + SOFT_SEQUENCE), hardSequenceLimit(sa));
  }

  private static long hardSequenceLimit(long sa) {
    return Memory.getLong(sa + HARD_SEQUENCE) + 1;
  }

  /**
   * DF of the outer header: copied from the inner one, set, or clear (RFC 4301 section 8.1).
   *
   * @param innerWireFlags 16 bits, as {@link Ipv4#wireFlags} has them
   */
  public static int dontFragment(long sa, int innerWireFlags) {
    int policy = Memory.getByte(sa + DF);
    return (innerWireFlags & policy & COPY_DF) | ((policy & SET_DF) >>> 1);
  }

  /** Address of the header template; there is nothing at its first 8 octets. */
  public static long template(long sa) {
    return sa + TEMPLATE;
  }

  /**
   * The template's octets 16 to 23: destination, and UDP ports or SPI. The peer may move while
   * lanes send to it, so this is read once for each packet, checksum included.
   */
  public static long destinationAndPorts(long sa) {
    return Memory.getLong(sa + DESTINATION_AND_PORTS);
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

  /**
   * Folded checksum of the template's IPv4 header without its first 8 octets and the destination.
   */
  public static int headerChecksum(long sa) {
    return Memory.getUnsignedShort(sa + HEADER_CHECKSUM);
  }

  /** Octets from the Ethernet header to the end of the IV: all that is put before a packet. */
  public static int headers(long sa) {
    return Memory.getByte(sa + HEADERS);
  }

  /** True if there is a UDP header between the outer IP header and ESP (RFC 3948). */
  public static boolean isUdp(long sa) {
    return Memory.getByte(template(sa) + Ipv4.PROTOCOL) == Ipv4.PROTOCOL_UDP;
  }

  public static boolean isEsn(long sa) {
    return Memory.getByte(sa + ESN) != 0;
  }

  /** One of {@link SaMode}; negative for an {@link OutboundForm}. */
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

  /** The peer's outer IPv4 address, host order. */
  public static int remote(long sa) {
    return Memory.getInt(sa + REMOTE);
  }

  /**
   * Control thread: sets the MTU of the path to the peer, octets of the outer packet; 0 while only
   * the link's is known. Flows see it when they are looked at anew.
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
    int mtu = pathMtu == 0 ? linkMtu : Math.min(linkMtu, pathMtu);
    int room = (mtu - Memory.getInt(sa + OVERHEAD)) & ~alignmentMask(sa);
    return Math.max(0, room - Esp.TRAILER);
  }

  // Control thread, before a lane knows the SA.

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
    int df =
        switch (form.dfPolicy()) {
          case COPY -> COPY_DF;
          case SET -> SET_DF;
          case CLEAR -> 0;
        };
    Memory.putByte(sa + DF, (byte) df);
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
    int headers = Ethernet.HEADER + headerLength + Esp.HEADER + ivLength;
    Memory.putByte(sa + HEADERS, (byte) headers);
    int checksum = Checksum.fold(Checksum.sum(ip + Ipv4.TTL, Ipv4.DESTINATION - Ipv4.TTL));
    Memory.putShort(sa + HEADER_CHECKSUM, (short) checksum);
    Memory.putInt(sa + REMOTE, remote);
    Memory.putInt(sa + OVERHEAD, headerLength + Esp.HEADER + ivLength + icvLength(sa));
  }

  // Control thread, while lanes use the SA.

  /**
   * Changes where packets are sent. Encapsulation sees the new peer with its next packet; flows,
   * which keep the next hop, when they are looked at anew.
   *
   * @param remote host order
   * @param remotePort of UDP encapsulation; means nothing without it
   */
  static void movePeer(long sa, int remote, int remotePort) {
    Memory.putInt(sa + REMOTE, remote);
    long word = Memory.getLong(sa + DESTINATION_AND_PORTS);
    long destination = Integer.reverseBytes(remote) & 0xFFFF_FFFFL;
    if (isUdp(sa)) {
      long port = Short.reverseBytes((short) remotePort) & 0xFFFFL;
      word = (word & 0x0000_FFFF_0000_0000L) | destination | (port << 48);
    } else {
      word = (word & 0xFFFF_FFFF_0000_0000L) | destination;
    }
    Memory.putLongRelease(sa + DESTINATION_AND_PORTS, word);
  }
}

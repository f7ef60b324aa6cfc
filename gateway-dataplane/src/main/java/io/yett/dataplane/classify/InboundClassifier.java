package io.yett.dataplane.classify;

import io.yett.dataplane.control.PuntReason;
import io.yett.dataplane.counters.DropReason;
import io.yett.dataplane.packet.Ah;
import io.yett.dataplane.packet.Burst;
import io.yett.dataplane.packet.Esp;
import io.yett.dataplane.packet.Ipv4;
import io.yett.dataplane.packet.Verdict;
import io.yett.dataplane.sad.InboundSa;
import io.yett.dataplane.sad.ReplayWindow;
import io.yett.dataplane.sad.SaMode;
import io.yett.dataplane.sad.SaSlot;
import io.yett.dpdk.Memory;

/**
 * Judges ESP, AH, IKE and keepalives to one of our own addresses: finds the SA by its SPI (RFC 4303
 * section 3.4.2), infers the 64-bit sequence number and checks the replay window ahead of
 * decryption. The replay window is its owner's: packets of an SA that another lane owns go to that
 * lane. Owned by the RX stage.
 */
final class InboundClassifier {
  private static final int KEEPALIVE = 0xFF;
  private static final int NON_ESP_MARKER = 0;

  private final LaneTables tables;
  private final int lane;
  private final boolean shared;

  /**
   * Joins the parts.
   *
   * @param lane number of the lane that this is in
   * @param shared other lanes use the same SAs
   */
  InboundClassifier(LaneTables tables, int lane, boolean shared) {
    this.tables = tables;
    this.lane = lane;
    this.shared = shared;
  }

  /** A packet of protocol 50 to us. */
  void esp(Burst burst, int index, long entry, long ip, int headerLength) {
    int length = Burst.l3Length(entry) - headerLength;
    esp(burst, index, entry, ip, headerLength, length, 0);
  }

  /** A packet of protocol 51 to us (RFC 4302 section 3.4). */
  void ah(Burst burst, long entry, long ip, int headerLength) {
    int length = Burst.l3Length(entry) - headerLength;
    if (length < Ah.HEADER) {
      Burst.drop(entry, DropReason.AH_LENGTH);
      return;
    }
    long ah = ip + headerLength;
    int spi = Memory.getNetworkInt(ah + Ah.SPI);
    long sa = tables.spiTable().find(spi);
    if (Integer.compareUnsigned(spi, Esp.MIN_SPI) < 0) {
      Burst.drop(entry, DropReason.RESERVED_SPI);
    } else if (sa == 0 || !SaMode.isAh(InboundSa.mode(sa))) {
      Burst.drop(entry, DropReason.UNKNOWN_SPI);
    } else if (SaSlot.isExpired(sa)) {
      Burst.drop(entry, DropReason.SA_EXPIRED);
    } else if (Ah.length(ah) != InboundSa.headers(sa) || length < InboundSa.headers(sa)) {
      Burst.drop(entry, DropReason.AH_LENGTH);
    } else if (!(shared && handOver(entry, sa))
        && isNew(entry, sa, Memory.getNetworkInt(ah + Ah.SEQUENCE))) {
      Burst.verdict(entry, Verdict.VERIFY, 0);
      Burst.detail(entry, headerLength + InboundSa.headers(sa));
    }
  }

  /** A UDP datagram to our port 4500 (RFC 3948 sections 2 and 3.2). */
  void natTraversal(Burst burst, int index, long entry, long ip, int headerLength) {
    long udp = ip + headerLength;
    int available = Burst.l3Length(entry) - headerLength;
    int udpLength = available < Esp.UDP_HEADER ? 0 : Memory.getNetworkShort(udp + Esp.UDP_LENGTH);
    int length = udpLength - Esp.UDP_HEADER;
    if (udpLength > available || length < 1) {
      Burst.drop(entry, DropReason.ESP_TRUNCATED);
    } else if (length == 1) {
      boolean keepalive = Memory.getUnsignedByte(udp + Esp.UDP_HEADER) == KEEPALIVE;
      Burst.drop(entry, keepalive ? DropReason.NAT_KEEPALIVE : DropReason.ESP_TRUNCATED);
    } else if (length < Esp.HEADER) {
      Burst.drop(entry, DropReason.ESP_TRUNCATED);
    } else if (Memory.getInt(udp + Esp.UDP_HEADER) == NON_ESP_MARKER) {
      Burst.verdict(entry, Verdict.PUNT, PuntReason.IKE.code());
    } else {
      int wireSourcePort = Memory.getUnsignedShort(udp + Esp.UDP_SOURCE_PORT);
      esp(burst, index, entry, ip, headerLength + Esp.UDP_HEADER, length, wireSourcePort);
    }
  }

  /**
   * An ESP packet.
   *
   * @param offset of the ESP header from the IP header
   * @param length octets from the ESP header to the end of the ICV
   * @param wireSourcePort of UDP, or 0 without
   */
  private void esp(
      Burst burst, int index, long entry, long ip, int offset, int length, int wireSourcePort) {
    if (length < Esp.HEADER) {
      Burst.drop(entry, DropReason.ESP_TRUNCATED);
      return;
    }
    int spi = Memory.getNetworkInt(ip + offset);
    if (Integer.compareUnsigned(spi, Esp.MIN_SPI) < 0) {
      Burst.drop(entry, DropReason.RESERVED_SPI);
      return;
    }
    long sa = tables.spiTable().find(spi);
    if (sa == 0) {
      Burst.drop(entry, DropReason.UNKNOWN_SPI);
      return;
    }
    DropReason refusal = refuse(sa, length, wireSourcePort);
    if (refusal != null) {
      Burst.drop(entry, refusal);
      return;
    }
    if (shared && handOver(entry, sa)) {
      return;
    }
    if (!isNew(entry, sa, Memory.getNetworkInt(ip + offset + Esp.SEQUENCE))) {
      return;
    }
    Burst.verdict(entry, Verdict.DECRYPT, 0);
    Burst.detail(entry, offset + InboundSa.headers(sa));
    Burst.l3(entry, Burst.l3Offset(entry), offset + length - InboundSa.icvLength(sa));
    notePeer(burst, index, entry, ip, sa, wireSourcePort);
  }

  /** Notes SA and sequence number; false if that was seen before, and then the packet falls. */
  private static boolean isNew(long entry, long sa, int wireSequence) {
    long sequence = sequence(sa, wireSequence);
    Burst.sa(entry, sa, sequence);
    int window = InboundSa.window(sa);
    if (window != 0
        && !ReplayWindow.check(InboundSa.top(sa), window, InboundSa.bitmap(sa), sequence)) {
      Burst.drop(entry, DropReason.REPLAY);
      return false;
    }
    return true;
  }

  /** Sends a packet to the lane that owns its SA; false if that is this one, or none yet. */
  private boolean handOver(long entry, long sa) {
    int owner = InboundSa.owner(sa);
    if (owner == lane || owner == InboundSa.NO_OWNER) {
      return false;
    }
    Burst.verdict(entry, Verdict.HAND_OVER, 0);
    Burst.detail(entry, owner);
    return true;
  }

  /** Null if the SA may take the packet. */
  private static DropReason refuse(long sa, int length, int wireSourcePort) {
    if (SaSlot.isExpired(sa)) {
      return DropReason.SA_EXPIRED;
    }
    if (InboundSa.isInUdp(sa) != (wireSourcePort != 0)) {
      return DropReason.ESP_ENCAPSULATION;
    }
    if (!InboundSa.isLength(sa, length)) {
      return SaMode.isAh(InboundSa.mode(sa)) ? DropReason.UNKNOWN_SPI : DropReason.ESP_TRUNCATED;
    }
    return null;
  }

  private static long sequence(long sa, int low) {
    return InboundSa.isEsn(sa)
        ? ReplayWindow.infer(InboundSa.top(sa), InboundSa.window(sa), low)
        : low & 0xFFFF_FFFFL;
  }

  /** Keeps where the packet came from if that is new; it counts once the ICV was verified. */
  private static void notePeer(
      Burst burst, int index, long entry, long ip, long sa, int wireSourcePort) {
    int wireSource = Memory.getInt(ip + Ipv4.SOURCE);
    if (wireSourcePort != 0
        && InboundSa.wirePeer(wireSource, wireSourcePort) != InboundSa.wirePeer(sa)) {
      Burst.addFlag(entry, Burst.FLAG_PEER_MOVED);
      long peer = burst.movedPeer(index);
      Memory.putInt(peer, wireSource);
      Memory.putInt(peer + 4, wireSourcePort);
    }
  }
}

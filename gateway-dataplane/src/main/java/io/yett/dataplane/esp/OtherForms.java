package io.yett.dataplane.esp;

import io.yett.dataplane.counters.DropReason;
import io.yett.dataplane.packet.Burst;
import io.yett.dataplane.packet.Checksum;
import io.yett.dataplane.packet.Ethernet;
import io.yett.dataplane.packet.Ipv4;
import io.yett.dataplane.packet.Verdict;
import io.yett.dataplane.route.Forwarding;
import io.yett.dataplane.sad.OutboundSa;
import io.yett.dataplane.sad.SaMode;
import io.yett.dpdk.Mbuf;
import io.yett.dpdk.Memory;

/**
 * What SAs do that are not plain ESP in tunnel mode: TFC padding, ESP in transport mode, and AH.
 * The stage comes here for their packets alone.
 */
final class OtherForms {
  private OtherForms() {}

  /**
   * Prepares the operation of an outbound packet that {@link EspOutbound} left alone. False if it
   * cannot be, or fell there already; the entry then says why.
   */
  static boolean prepare(Burst burst, int index, long entry, long op, boolean own) {
    if (Burst.verdict(entry) != Verdict.ENCRYPT) {
      return false;
    }
    long mbuf = burst.mbuf(index);
    int mode = OutboundSa.mode(Burst.sa(entry));
    long ip = Mbuf.data(mbuf) + Burst.l3Offset(entry);
    if (SaMode.isTransport(mode) && (Ipv4.wireFlags(ip) & Ipv4.WIRE_FRAGMENT) != 0) {
      Burst.drop(entry, DropReason.TRANSPORT_FRAGMENT);
      return false;
    }
    if (SaMode.isAh(mode)) {
      return AhOutbound.prepare(mbuf, entry, op, own);
    }
    return SaMode.isTfc(mode)
        ? TfcOutbound.prepare(mbuf, entry, op, own, burst.forwarding())
        : TransportOutbound.prepare(mbuf, entry, op, burst.forwarding());
  }

  /** Whether a packet can be worked on in place; if not, the entry says why. */
  static boolean check(long mbuf, long entry, long ip, int front, int room) {
    if (!Mbuf.hasOneOwner(Mbuf.rearm(mbuf))) {
      Burst.drop(entry, DropReason.SHARED_BUFFER);
    } else if ((front | room) < 0) {
      Burst.drop(entry, DropReason.NO_ROOM);
    } else {
      return true;
    }
    return false;
  }

  /** Copies a header to a lower address, which it may overlap. */
  static void moveDown(long from, long to, int length) {
    for (int i = 0; i < length; i += Integer.BYTES) {
      Memory.putInt(to + i, Memory.getInt(from + i));
    }
  }

  /** Copies a header to a higher address, which it may overlap. */
  static void moveUp(long from, long to, int length) {
    for (int i = length - Integer.BYTES; i >= 0; i -= Integer.BYTES) {
      Memory.putInt(to + i, Memory.getInt(from + i));
    }
  }

  /** Sets protocol and total length, and the checksum anew. */
  static void changeHeader(long ip, int protocol, int total) {
    Memory.putByte(ip + Ipv4.PROTOCOL, (byte) protocol);
    Memory.putShort(ip + Ipv4.TOTAL_LENGTH, Short.reverseBytes((short) total));
    Memory.putShort(ip + Ipv4.CHECKSUM, (short) 0);
    long sum = Checksum.sum(ip, Ipv4.headerLength(ip));
    Memory.putShort(ip + Ipv4.CHECKSUM, (short) ~Checksum.fold(sum));
  }

  /**
   * Says what becomes of a packet that is ready, or will be once its operation is done: it goes on,
   * or is cut if it is too big for its link by now.
   */
  static void finishFrame(long entry, long ip, int total, Forwarding forwarding) {
    int mtu = forwarding.mtu(Burst.port(entry));
    Burst.l3(entry, Ethernet.HEADER, total);
    if (total > mtu) {
      if ((Ipv4.wireFlags(ip) & Ipv4.WIRE_DF) != 0) {
        Burst.replaceVerdict(entry, Verdict.DROP, DropReason.TOO_BIG.code());
        return;
      }
      Burst.addFlag(entry, Burst.FLAG_PROTECTED);
      Burst.replaceVerdict(entry, Verdict.FRAGMENT, 0);
      Burst.detail(entry, mtu);
    } else if ((Burst.flags(entry) & Burst.FLAG_UNRESOLVED) == 0
        && forwarding.neighbors().writeHeader(Burst.hop(entry), ip - Ethernet.HEADER)) {
      Burst.forwardFramed(entry);
    } else {
      Burst.replaceVerdict(entry, Verdict.FORWARD, 0);
    }
  }
}

package io.yett.dataplane.esp;

import io.yett.dataplane.packet.Burst;
import io.yett.dataplane.packet.Checksum;
import io.yett.dataplane.packet.Esp;
import io.yett.dataplane.packet.Ethernet;
import io.yett.dataplane.packet.Ipv4;
import io.yett.dataplane.packet.TcpMss;
import io.yett.dataplane.packet.Verdict;
import io.yett.dataplane.spd.FlowCache;
import io.yett.dpdk.Mbuf;
import io.yett.dpdk.Memory;

/**
 * The common case after decryption, at few wide loads: TCP or UDP over IPv4 without options, of a
 * flow that is known for its SA and goes on to a known neighbour, and no congestion mark to take
 * over. It judges as {@link EspInbound} would, and leaves to it whatever is not that. Owned by the
 * thread of its ESP stage.
 */
final class KnownInbound {
  /** IPv4 and its ports. */
  private static final int MIN_LENGTH = Ipv4.HEADER + Integer.BYTES;

  /** The longest padding that is compared at one load. */
  private static final int MAX_PADDING = 7;

  /** Padding 1, 2, 3 ... as a little-endian load finds it (RFC 4303 section 2.4). */
  private static final long PADDING = 0x08_07_06_05_04_03_02_01L;

  private final InboundFlows flows;

  KnownInbound(InboundFlows flows) {
    this.flows = flows;
  }

  /** Sends a packet on its way; false if it is not the common case, and then nothing is written. */
  boolean finish(Burst burst, long mbuf, long entry) {
    int l3Offset = Burst.l3Offset(entry);
    int headers = EspInbound.headers(entry);
    int length = EspInbound.ciphertext(entry);
    int dataOffset = Mbuf.dataOffset(mbuf);
    long outer = Mbuf.buffer(mbuf) + dataOffset + l3Offset;
    long ip = outer + headers;
    long start = Memory.getLong(ip);
    long middle = Memory.getLong(ip + Ipv4.TTL);
    int innerLength = Integer.reverseBytes((int) start) & 0xFFFF;
    int trailer = Memory.getUnsignedShort(ip + length - Esp.TRAILER);
    int padding = trailer & 0xFF;
    int payload = length - Esp.TRAILER - padding;
    int protocol = (int) (middle >>> 8) & 0xFF;
    if (trailer >>> 8 != Ipv4.PROTOCOL_IPV4
        || padding > MAX_PADDING
        || payload < innerLength
        || innerLength < MIN_LENGTH
        || ((int) start & 0xFF) != Ipv4.VERSION_4_NO_OPTIONS
        || ((int) (start >>> 48) & Ipv4.WIRE_FRAGMENT) != 0
        || (protocol != Ipv4.PROTOCOL_UDP && protocol != Ipv4.PROTOCOL_TCP)
        || !isPaddingGood(ip + payload, padding)
        || !Checksum.isHeaderValid(ip, Ipv4.HEADER)
        || !isMarkUnchanged(OuterMark.of(outer), (int) start >>> 8)) {
      return false;
    }
    long addresses = Memory.getLong(ip + Ipv4.SOURCE);
    int ports = Memory.getInt(ip + Ipv4.HEADER);
    long flow = flows.findKnown(burst, Burst.sa(entry), addresses, protocol, ports);
    return flow != 0
        && forward(burst, entry, flow, ip, innerLength, (int) middle & 0xFF)
        && place(mbuf, entry, dataOffset + l3Offset + headers, innerLength);
  }

  /** Compares all padding at one load, which may begin in the packet before it. */
  private static boolean isPaddingGood(long address, int padding) {
    if (padding == 0) {
      return true;
    }
    int rest = Long.SIZE - Byte.SIZE * padding;
    return Memory.getLong(address + padding - Long.BYTES) >>> rest == PADDING << rest >>> rest;
  }

  /** RFC 6040 section 4.2: without a mark outside, or with the same as inside, nothing changes. */
  private static boolean isMarkUnchanged(int outerTos, int innerTos) {
    int outer = outerTos & Ipv4.ECN_MASK;
    return outer == Ipv4.ECN_NOT_CAPABLE || outer == (innerTos & Ipv4.ECN_MASK);
  }

  private static boolean forward(Burst burst, long entry, long flow, long ip, int length, int ttl) {
    long decision = FlowCache.decision(flow);
    int hop = FlowCache.hop(flow);
    int verdict = FlowCache.decidedVerdict(decision);
    boolean forward =
        verdict == Verdict.FORWARD || (verdict == Verdict.FORWARD_CLAMPED && !TcpMss.isSyn(ip));
    if (!forward
        || length > FlowCache.decidedMaxLength(decision)
        || ttl <= 1
        || hop < 0
        || !burst.forwarding().neighbors().writeHeader(hop, ip - Ethernet.HEADER)) {
      return false;
    }
    Ipv4.decrementTtl(ip);
    Burst.forwardAuthenticated(entry, FlowCache.decidedPort(decision));
    return true;
  }

  private static boolean place(long mbuf, long entry, int ipOffset, int length) {
    Mbuf.dataOffset(mbuf, ipOffset - Ethernet.HEADER);
    Mbuf.length(mbuf, Ethernet.HEADER + length);
    Burst.l3(entry, Ethernet.HEADER, length);
    return true;
  }
}

package io.yett.dataplane.classify;

import io.yett.dataplane.packet.Burst;
import io.yett.dataplane.packet.Checksum;
import io.yett.dataplane.packet.Esp;
import io.yett.dataplane.packet.Ethernet;
import io.yett.dataplane.packet.Ipv4;
import io.yett.dataplane.packet.Origin;
import io.yett.dataplane.packet.TcpMss;
import io.yett.dataplane.packet.Verdict;
import io.yett.dataplane.route.Forwarding;
import io.yett.dataplane.spd.FlowCache;
import io.yett.dpdk.Mbuf;
import io.yett.dpdk.Memory;

/**
 * The common case of classification, at few wide loads: IPv4 without options in one buffer, and TCP
 * or UDP of a flow that is known and goes into a tunnel, or ESP to us. It judges as {@link
 * Classifier} would, and leaves to it whatever is not that: first packets, drops, punts, clear
 * traffic. Owned by the RX stage.
 */
final class KnownFlows {
  // Where the wide loads are, from the start of the frame.
  private static final int TYPE = Ethernet.TYPE_OFFSET;
  private static final int FRAGMENT = Ethernet.HEADER + Ipv4.FLAGS;
  private static final int SOURCE = Ethernet.HEADER + Ipv4.SOURCE;
  private static final int PORTS = Ethernet.HEADER + Ipv4.HEADER;

  /** EtherType, version and header length, as the low 24 bits at {@link #TYPE}. */
  private static final int TYPE_AND_VERSION =
      Ethernet.WIRE_IPV4 | (Ipv4.VERSION_4_NO_OPTIONS << 16);

  private static final int TYPE_AND_VERSION_MASK = 0xFF_FFFF;

  /** Of the low 32 bits at {@link #FRAGMENT}: flags and fragment offset, TTL. */
  private static final int FRAGMENT_AND_TTL_MASK = 0xFF_FFFF;

  private static final int TTL_MASK = 0xFF_0000;

  /** IPv4 and its ports. */
  private static final int MIN_LENGTH = Ipv4.HEADER + Integer.BYTES;

  private static final int WIRE_IKE_PORT = wire(Esp.IKE_PORT);
  private static final int WIRE_NAT_TRAVERSAL_PORT = wire(Esp.NAT_TRAVERSAL_PORT);

  private final LaneTables tables;
  private final InboundClassifier inbound;
  private long wireMac;
  private long macMask;
  private int ingressPort;
  private Forwarding forwarding;

  KnownFlows(LaneTables tables, InboundClassifier inbound) {
    this.tables = tables;
    this.inbound = inbound;
    this.forwarding = tables.forwarding();
  }

  private static int wire(int port) {
    return Short.reverseBytes((short) port) & 0xFFFF;
  }

  /** Before the packets of a burst; {@code mac} is ours on their port, wire order. */
  void begin(Burst burst, long mac) {
    ingressPort = burst.ingressPort();
    wireMac = mac;
    macMask = Origin.isPort(ingressPort) ? Ethernet.MAC_MASK : 0;
    forwarding = burst.forwarding();
  }

  /**
   * Reads a packet; false if it is not the common case, and then nothing is written. It is judged
   * already, or PENDING until {@link #decide}: between the two the flow's entry comes from memory.
   */
  boolean read(Burst burst, int index, long entry) {
    long mbuf = burst.mbuf(index);
    long rearm = Mbuf.rearm(mbuf);
    int available = Mbuf.dataLength(mbuf) - Ethernet.HEADER;
    if (available < MIN_LENGTH || !Mbuf.hasOneSegment(rearm)) {
      return false;
    }
    long frame = Mbuf.buffer(mbuf) + Mbuf.rearmDataOffset(rearm);
    long start = Memory.getLong(frame + TYPE);
    long middle = Memory.getLong(frame + FRAGMENT);
    long addresses = Memory.getLong(frame + SOURCE);
    int length = Integer.reverseBytes((int) (start >>> 16)) & 0xFFFF;
    if ((Memory.getLong(frame) & macMask) != wireMac
        || ((int) start & TYPE_AND_VERSION_MASK) != TYPE_AND_VERSION
        || length > available
        || length < MIN_LENGTH
        || !isChecksumValid(start, middle, addresses)) {
      return false;
    }
    int ports = Memory.getInt(frame + PORTS);
    int kind = (int) middle & FRAGMENT_AND_TTL_MASK;
    int protocol = (int) (middle >>> 24) & 0xFF;
    if ((kind & Ipv4.WIRE_FRAGMENT) != 0) {
      return false;
    }
    if (protocol != Ipv4.PROTOCOL_UDP && protocol != Ipv4.PROTOCOL_TCP) {
      return protocol == Ipv4.PROTOCOL_ESP && esp(burst, index, entry, frame, length, addresses);
    }
    int destinationPort = ports >>> 16;
    if (protocol == Ipv4.PROTOCOL_UDP
        && (destinationPort == WIRE_NAT_TRAVERSAL_PORT || destinationPort == WIRE_IKE_PORT)) {
      return destinationPort == WIRE_NAT_TRAVERSAL_PORT
          && natTraversal(burst, index, entry, frame, length, addresses);
    }
    long rest = FlowCache.rest(ports & 0xFFFF_FFFFL, protocol, ingressPort);
    long home = tables.flowCache().home(addresses, rest);
    Burst.pending(entry, home, addresses, rest, length | (kind & TTL_MASK));
    return true;
  }

  /**
   * Sends a PENDING packet into its flow's tunnel; false if the flow is not at its first place, or
   * something stands in its way.
   */
  boolean decide(Burst burst, int index, long entry) {
    long flow = Burst.pendingLong(entry, 0);
    long addresses = Burst.pendingLong(entry, 1);
    long rest = Burst.pendingLong(entry, 2);
    int lengthAndTtl = Burst.pendingInt(entry);
    if (!tables.flowCache().isAt(flow, addresses, rest)) {
      return false;
    }
    long sa = FlowCache.sa(flow);
    long decision = FlowCache.decision(flow);
    int hop = FlowCache.hop(flow);
    int length = lengthAndTtl & 0xFFFF;
    int verdict = FlowCache.decidedVerdict(decision);
    boolean encrypt =
        verdict == Verdict.ENCRYPT
            || (verdict == Verdict.ENCRYPT_CLAMPED
                && !TcpMss.isSyn(Mbuf.data(burst.mbuf(index)) + Ethernet.HEADER));
    if (!encrypt
        || !FlowCache.isSaUsable(flow)
        || length > FlowCache.decidedMaxLength(decision)
        || lengthAndTtl >>> 16 <= 1
        || hop < 0) {
      return false;
    }
    Burst.encrypt(entry, sa, hop, FlowCache.decidedPort(decision), Ethernet.HEADER, length);
    return true;
  }

  /** RFC 1071 over the 20 octets, of which 26..27 of the frame are in two of the loads. */
  private static boolean isChecksumValid(long start, long middle, long addresses) {
    long sum = (start >>> 16) + (middle & 0xFFFF_FFFFL) + (middle >>> 32) + (addresses >>> 16);
    return Checksum.foldsToAllOnes(sum);
  }

  private boolean esp(Burst burst, int index, long entry, long frame, int length, long addresses) {
    if (!isLocal(addresses)) {
      return false;
    }
    Burst.l3(entry, Ethernet.HEADER, length);
    inbound.esp(burst, index, entry, frame + Ethernet.HEADER, Ipv4.HEADER);
    return true;
  }

  private boolean natTraversal(
      Burst burst, int index, long entry, long frame, int length, long addresses) {
    if (!isLocal(addresses)) {
      return false;
    }
    Burst.l3(entry, Ethernet.HEADER, length);
    inbound.natTraversal(burst, index, entry, frame + Ethernet.HEADER, Ipv4.HEADER);
    return true;
  }

  private boolean isLocal(long addresses) {
    return forwarding.isLocal(Integer.reverseBytes((int) (addresses >>> 32)));
  }
}

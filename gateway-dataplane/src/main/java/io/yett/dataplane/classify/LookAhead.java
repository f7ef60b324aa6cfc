package io.yett.dataplane.classify;

import io.yett.dataplane.packet.Burst;
import io.yett.dataplane.packet.Ethernet;
import io.yett.dataplane.packet.Ipv4;
import io.yett.dataplane.sad.SaSlot;
import io.yett.dataplane.spd.FlowCache;
import io.yett.dpdk.Mbuf;
import io.yett.dpdk.Memory;
import java.lang.foreign.Arena;

/**
 * With many SAs each packet's flow, SA and keys are in memory rather than in a cache, one behind
 * the other. This asks for those of all packets of a burst at once, table entries first, then what
 * they point to, so that the waits overlap. It judges nothing: it takes headers for IPv4 that may
 * be none, and a wrong guess costs a cache line. Owned by the RX stage.
 */
final class LookAhead {
  /** Lines of an outbound slot: template, numbers and limits. */
  private static final int OUTBOUND_LINES = 0b0011;

  /** Lines of an inbound slot: what is checked, what is counted, the bitmap. */
  private static final int INBOUND_LINES = 0b1011;

  private static final int IP = Ethernet.HEADER;
  private static final int PORTS = IP + Ipv4.HEADER;

  private final LaneTables tables;
  private final int sessionLines;
  private final long outbound;
  private final long inbound;

  LookAhead(Arena arena, LaneTables tables, int sessionLines) {
    this.tables = tables;
    this.sessionLines = sessionLines;
    this.outbound = arena.allocate(8L * Burst.MAX_PACKETS, 64).address();
    this.inbound = arena.allocate(8L * Burst.MAX_PACKETS, 64).address();
  }

  /** Asks for what the packets of a burst will need. */
  void ask(Burst burst) {
    int ingressPort = burst.ingressPort();
    int outbounds = 0;
    int inbounds = 0;
    for (int i = 0, n = burst.count(); i < n; i++) {
      long frame = Mbuf.data(burst.mbuf(i));
      int protocol = Memory.getUnsignedByte(frame + IP + Ipv4.PROTOCOL);
      int ports = Memory.getInt(frame + PORTS);
      if (protocol == Ipv4.PROTOCOL_ESP) {
        long place = tables.spiTable().home(Integer.reverseBytes(ports)); // the SPI is there
        Memory.putLong(inbound + 8L * inbounds++, place);
      } else {
        long rest = FlowCache.rest(ports & 0xFFFF_FFFFL, protocol, ingressPort);
        long place = tables.flowCache().home(Memory.getLong(frame + IP + Ipv4.SOURCE), rest);
        Memory.putLong(outbound + 8L * outbounds++, place);
      }
    }
    ask(outbound, outbounds, OUTBOUND_LINES);
    ask(inbound, inbounds, INBOUND_LINES);
  }

  private void ask(long places, int count, int slotLines) {
    if (count != 0) {
      Mbuf.prefetch(places, count, 0);
      Mbuf.prefetchVia(places, count, SaSlot.POINTER, slotLines);
      Mbuf.prefetchVia(places, count, SaSlot.SESSION_POINTER, sessionLines);
    }
  }
}

package io.yett.dataplane.port;

import io.yett.dataplane.control.PacketEngine;
import io.yett.dataplane.control.Timers;
import io.yett.dataplane.counters.SlowPathCounter;
import io.yett.dataplane.counters.SlowPathCounters;
import io.yett.dataplane.sachannel.SaStatus;
import io.yett.dataplane.sachannel.UdpEncapsulation;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;

/**
 * Learns the MTU of the path to a peer from ICMP "fragmentation needed" (RFC 1191, RFC 4301 section
 * 8.2). Nobody signs these, so one counts only if it quotes a packet that an SA sent lately: its
 * addresses, its SPI, its ports, and one of its last sequence numbers. It can only make an MTU
 * smaller, never below {@value #MIN_MTU}, and is forgotten after {@value #MINUTES} minutes. Owned
 * by the control thread.
 */
public final class PathMtus {
  static final int MIN_MTU = 576;
  static final int MINUTES = 10;
  static final int PER_SECOND = 10;

  /** How old a quoted sequence number may be: the packets of a round trip at full speed. */
  static final int MAX_BEHIND = 1 << 16;

  private static final int ICMP_HEADER = 8;
  private static final int NEXT_HOP_MTU = 6;
  private static final int ESP = 50;
  private static final int AH = 51;

  /** Octets of AH before its SPI, behind which is the sequence number as in ESP. */
  private static final int AH_SPI = 4;

  private static final int SEQUENCE = 4;

  /** Told by routers from before RFC 1191; the common sizes of its section 7. */
  private static final int[] PLATEAUS = {8166, 4352, 2002, 1492, 1006};

  private final OwnAddresses own;
  private final PacketEngine engine;
  private final Timers timers;
  private final SlowPathCounters counters;
  private final TokenBucket bucket;
  private final Map<Integer, Integer> mtuBySpi = new HashMap<>();

  /** Nothing is known yet. */
  public PathMtus(OwnAddresses own, PacketEngine engine, Timers timers, SlowPathCounters counters) {
    this.own = own;
    this.engine = engine;
    this.timers = timers;
    this.counters = counters;
    this.bucket = new TokenBucket(PER_SECOND, PER_SECOND, timers.now());
  }

  /** An ICMP message of type 3, code 4, whose checksum is right. */
  void onFragmentationNeeded(DirectBuffer frame, int icmp, int length) {
    int quoted = icmp + ICMP_HEADER;
    int available = length - ICMP_HEADER;
    int header = quotedHeaderLength(frame, quoted, available);
    if (header == 0 || !bucket.tryTake(timers.now())) {
      counters.increment(SlowPathCounter.PATH_MTU_REFUSED);
      return;
    }
    int spi = spiOf(frame, quoted, header, available);
    SaStatus sa = spi == 0 ? null : engine.findOutbound(spi);
    if (sa == null || !isOf(sa, frame, quoted, header)) {
      counters.increment(SlowPathCounter.PATH_MTU_REFUSED);
      return;
    }
    int told = Inet.u16(frame, icmp + NEXT_HOP_MTU);
    int mtu = told != 0 ? told : plateauBelow(Inet.u16(frame, quoted + Inet.TOTAL_LENGTH));
    learn(spi, Math.max(mtu, MIN_MTU));
  }

  /** The length of a header without options of a packet of ours, or 0. */
  private int quotedHeaderLength(DirectBuffer frame, int quoted, int available) {
    boolean sound =
        available >= Inet.IP_HEADER + Long.BYTES
            && Inet.u8(frame, quoted) == 0x45
            && !Inet.isLaterFragment(frame, quoted)
            && own.isOwn(Inet.i32(frame, quoted + Inet.SOURCE));
    return sound ? Inet.IP_HEADER : 0;
  }

  /** 0 if the packet is no ESP, or the quotation ends before its sequence number. */
  private static int spiOf(DirectBuffer frame, int quoted, int header, int available) {
    int protocol = Inet.u8(frame, quoted + Inet.PROTOCOL);
    if (protocol == ESP) {
      return Inet.i32(frame, quoted + header);
    }
    if (protocol == AH) {
      boolean whole = available >= header + AH_SPI + Long.BYTES;
      return whole ? Inet.i32(frame, quoted + header + AH_SPI) : 0;
    }
    boolean inUdp = protocol == Inet.UDP && available >= header + Inet.UDP_HEADER + Long.BYTES;
    return inUdp ? Inet.i32(frame, quoted + header + Inet.UDP_HEADER) : 0;
  }

  private static boolean isOf(SaStatus sa, DirectBuffer frame, int quoted, int header) {
    UdpEncapsulation udp = sa.spec().udpEncapsulation();
    boolean inUdp = Inet.u8(frame, quoted + Inet.PROTOCOL) == Inet.UDP;
    boolean ah = Inet.u8(frame, quoted + Inet.PROTOCOL) == AH;
    int esp = quoted + header + (inUdp ? Inet.UDP_HEADER : ah ? AH_SPI : 0);
    int behind = (int) sa.sequence() - Inet.i32(frame, esp + SEQUENCE);
    return inUdp == (udp != null)
        && ah == sa.spec().encapsulation().isAh()
        && (udp == null
            || (Inet.u16(frame, quoted + header) == udp.localPort()
                && Inet.u16(frame, quoted + header + 2) == udp.remotePort()))
        && Inet.i32(frame, quoted + Inet.SOURCE) == Inet.toInt(sa.spec().tunnelLocal())
        && Inet.i32(frame, quoted + Inet.DESTINATION) == Inet.toInt(sa.spec().tunnelRemote())
        && behind >= 0
        && behind < Math.min(MAX_BEHIND, sa.sequence());
  }

  private static int plateauBelow(int length) {
    for (int plateau : PLATEAUS) {
      if (plateau < length) {
        return plateau;
      }
    }
    return MIN_MTU;
  }

  private void learn(int spi, int mtu) {
    Integer known = mtuBySpi.get(spi);
    if (known != null && known <= mtu) {
      return;
    }
    mtuBySpi.put(spi, mtu);
    engine.updatePathMtu(spi, mtu);
    counters.increment(SlowPathCounter.PATH_MTU_LEARNT);
    timers.schedule(
        TimeUnit.MINUTES.toNanos(MINUTES),
        () -> {
          if (mtuBySpi.remove(spi, mtu)) {
            engine.updatePathMtu(spi, 0);
          }
        });
  }
}

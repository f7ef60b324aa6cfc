package io.yett.dataplane.port;

import io.yett.dataplane.control.PacketEngine;
import io.yett.dataplane.control.Timers;
import io.yett.dataplane.counters.SlowPathCounter;
import io.yett.dataplane.counters.SlowPathCounters;
import io.yett.dataplane.sachannel.SaStatus;
import io.yett.dataplane.sachannel.UdpEncapsulation;
import org.agrona.DirectBuffer;

/**
 * Learns the MTU of the path to a peer from ICMPv6 "packet too big" (RFC 8201, RFC 4301 section
 * 8.2), by the checks of {@link PathMtus}, which keeps what was learnt. Owned by the control
 * thread.
 */
final class PathMtus6 {
  private static final int ICMP_HEADER = 8;
  private static final int MTU = 4;
  private static final int ESP = 50;
  private static final int SEQUENCE = 4;

  private final PathMtus pathMtus;
  private final OwnAddresses6 own;
  private final PacketEngine engine;
  private final Timers timers;
  private final SlowPathCounters counters;
  private final TokenBucket bucket;

  PathMtus6(
      PathMtus pathMtus,
      OwnAddresses6 own,
      PacketEngine engine,
      Timers timers,
      SlowPathCounters counters) {
    this.pathMtus = pathMtus;
    this.own = own;
    this.engine = engine;
    this.timers = timers;
    this.counters = counters;
    this.bucket = new TokenBucket(PathMtus.PER_SECOND, PathMtus.PER_SECOND, timers.now());
  }

  /** An ICMPv6 message of type 2 whose checksum is right. */
  void onTooBig(DirectBuffer frame, int icmp, int length) {
    int quoted = icmp + ICMP_HEADER;
    int available = length - ICMP_HEADER;
    int esp = espOf(frame, quoted, available);
    if (esp == 0 || !bucket.tryTake(timers.now())) {
      counters.increment(SlowPathCounter.PATH_MTU_REFUSED);
      return;
    }
    int spi = Inet.i32(frame, quoted + esp);
    SaStatus sa = engine.findOutbound(spi);
    if (sa == null || !isOf(sa, frame, quoted, esp)) {
      counters.increment(SlowPathCounter.PATH_MTU_REFUSED);
      return;
    }
    long told = Inet.i32(frame, icmp + MTU) & 0xFFFF_FFFFL;
    pathMtus.learn(spi, (int) Math.max(Inet6.MIN_MTU, Math.min(told, 0xFFFF)));
  }

  /** Where ESP is in a quoted packet of ours, which has no extension headers; 0 if nowhere. */
  private int espOf(DirectBuffer frame, int quoted, int available) {
    if (available < Inet6.IP_HEADER + Long.BYTES
        || !Inet6.isVersion(frame, quoted)
        || !own.isOwn(Inet6.address(frame, quoted + Inet6.SOURCE))) {
      return 0;
    }
    int protocol = Inet.u8(frame, quoted + Inet6.NEXT_HEADER);
    if (protocol == ESP) {
      return Inet6.IP_HEADER;
    }
    int inUdp = Inet6.IP_HEADER + Inet.UDP_HEADER;
    return protocol == Inet.UDP && available >= inUdp + Long.BYTES ? inUdp : 0;
  }

  private static boolean isOf(SaStatus sa, DirectBuffer frame, int quoted, int esp) {
    UdpEncapsulation udp = sa.spec().udpEncapsulation();
    boolean inUdp = esp != Inet6.IP_HEADER;
    int ports = quoted + Inet6.IP_HEADER;
    int behind = (int) sa.sequence() - Inet.i32(frame, quoted + esp + SEQUENCE);
    return sa.spec().tunnelLocal().getAddress().length == 16
        && inUdp == (udp != null)
        && (udp == null
            || (Inet.u16(frame, ports) == udp.localPort()
                && Inet.u16(frame, ports + 2) == udp.remotePort()))
        && Inet6.address(frame, quoted + Inet6.SOURCE).equals(Address6.of(sa.spec().tunnelLocal()))
        && Inet6.address(frame, quoted + Inet6.DESTINATION)
            .equals(Address6.of(sa.spec().tunnelRemote()))
        && behind >= 0
        && behind < Math.min(PathMtus.MAX_BEHIND, sa.sequence());
  }
}

package io.yett.dataplane.punt;

import io.yett.dataplane.counters.SlowPathCounter;
import io.yett.dataplane.counters.SlowPathCounters;
import io.yett.dataplane.port.Address6;
import io.yett.dataplane.port.Inet;
import io.yett.dataplane.port.Inet6;
import io.yett.dataplane.port.OwnAddresses;
import io.yett.dataplane.port.OwnAddresses6;
import java.net.InetAddress;
import org.agrona.DirectBuffer;

/**
 * Takes the IKE message out of a frame: UDP to port 500, or to 4500 behind a non-ESP marker (RFC
 * 3948 §2.2). Bounds and checksums are checked; what is wrong is counted and dropped. Owned by the
 * control thread.
 */
public final class IkeReceiver {
  public static final int IKE_PORT = 500;
  public static final int NAT_TRAVERSAL_PORT = 4_500;

  /** Octets of zero in front of IKE on the port that ESP shares. */
  static final int MARKER = 4;

  /** RFC 7296 §3.1. */
  static final int IKE_HEADER = 28;

  private final OwnAddresses own;
  private final OwnAddresses6 own6;
  private final IkeSink sink;
  private final SlowPathCounters counters;

  /** A receiver that hands messages to a sink. */
  public IkeReceiver(
      OwnAddresses own, OwnAddresses6 own6, IkeSink sink, SlowPathCounters counters) {
    this.own = own;
    this.own6 = own6;
    this.sink = sink;
    this.counters = counters;
  }

  /** A whole Ethernet frame that a lane took for IKE. */
  public void onFrame(DirectBuffer frame, int offset, int length, long nowNanos) {
    int ip = offset + Inet.ETHERNET_HEADER;
    int header = Inet.headerLength(frame, ip, length - Inet.ETHERNET_HEADER);
    if (header == 0) {
      counters.increment(SlowPathCounter.IKE_MALFORMED);
    } else if (Inet.isFragment(frame, ip)) {
      counters.increment(SlowPathCounter.LOCAL_FRAGMENTS);
    } else if (!isSoundUdp(frame, ip, header)) {
      counters.increment(SlowPathCounter.IKE_MALFORMED);
    } else {
      int source = Inet.i32(frame, ip + Inet.SOURCE);
      int destination = Inet.i32(frame, ip + Inet.DESTINATION);
      if (!own.isOwn(destination) || own.isOwn(source)) {
        counters.increment(SlowPathCounter.IKE_MALFORMED);
        return;
      }
      deliver(frame, Inet.toAddress(destination), Inet.toAddress(source), ip + header, nowNanos);
    }
  }

  /** The same for a frame of EtherType IPv6. */
  public void onIpv6Frame(DirectBuffer frame, int offset, int length, long nowNanos) {
    int ip = offset + Inet.ETHERNET_HEADER;
    int total = Inet6.totalLength(frame, ip, length - Inet.ETHERNET_HEADER);
    Inet6.Upper upper = total == 0 ? null : Inet6.upper(frame, ip, total);
    if (upper == null || !isSoundIpv6Udp(frame, ip, total, upper)) {
      counters.increment(SlowPathCounter.IKE_MALFORMED);
      return;
    }
    Address6 source = Inet6.address(frame, ip + Inet6.SOURCE);
    Address6 destination = Inet6.address(frame, ip + Inet6.DESTINATION);
    if (!own6.isOwn(destination) || own6.isOwn(source) || destination.isLinkLocal()) {
      counters.increment(SlowPathCounter.IKE_MALFORMED);
      return;
    }
    deliver(
        frame, destination.toInetAddress(), source.toInetAddress(), ip + upper.offset(), nowNanos);
  }

  /** With IPv6 a checksum is not left out (RFC 8200 section 8.1). */
  private static boolean isSoundIpv6Udp(DirectBuffer frame, int ip, int total, Inet6.Upper upper) {
    int udp = ip + upper.offset();
    int available = total - upper.offset();
    if (upper.protocol() != Inet.UDP || upper.fragment() || available < Inet.UDP_HEADER) {
      return false;
    }
    int length = Inet.u16(frame, udp + 4);
    return length >= Inet.UDP_HEADER
        && length <= available
        && Inet.u16(frame, udp + 6) != 0
        && Inet6.isChecksumRight(frame, ip, Inet.UDP, udp, length);
  }

  private boolean isSoundUdp(DirectBuffer frame, int ip, int header) {
    int available = Inet.u16(frame, ip + Inet.TOTAL_LENGTH) - header;
    if (Inet.u8(frame, ip + Inet.PROTOCOL) != Inet.UDP || available < Inet.UDP_HEADER) {
      return false;
    }
    int udp = ip + header;
    int length = Inet.u16(frame, udp + 4);
    if (length < Inet.UDP_HEADER || length > available) {
      return false;
    }
    if (Inet.u16(frame, udp + 6) == 0) {
      return true; // RFC 768: the sender made no checksum
    }
    long pseudo =
        Inet.pseudoHeader(
            Inet.i32(frame, ip + Inet.SOURCE),
            Inet.i32(frame, ip + Inet.DESTINATION),
            Inet.UDP,
            length);
    return Inet.checksum(frame, udp, length, pseudo) == 0;
  }

  private void deliver(
      DirectBuffer frame, InetAddress destination, InetAddress source, int udp, long nowNanos) {
    int localPort = Inet.u16(frame, udp + 2);
    int remotePort = Inet.u16(frame, udp);
    int message = udp + Inet.UDP_HEADER;
    int length = Inet.u16(frame, udp + 4) - Inet.UDP_HEADER;
    if (localPort == NAT_TRAVERSAL_PORT) {
      if (length < MARKER || Inet.i32(frame, message) != 0) {
        counters.increment(SlowPathCounter.IKE_MALFORMED);
        return;
      }
      message += MARKER;
      length -= MARKER;
    }
    if ((localPort != IKE_PORT && localPort != NAT_TRAVERSAL_PORT)
        || remotePort == 0
        || length < IKE_HEADER) {
      counters.increment(SlowPathCounter.IKE_MALFORMED);
      return;
    }
    boolean taken =
        sink.ikeDatagram(
            destination, localPort, source, remotePort, frame, message, length, nowNanos);
    counters.increment(taken ? SlowPathCounter.IKE_RECEIVED : SlowPathCounter.IKE_NOT_DELIVERED);
  }
}

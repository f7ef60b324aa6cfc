package io.yett.dataplane.control;

import io.yett.dataplane.port.Address6;
import io.yett.dataplane.port.ArpHandler;
import io.yett.dataplane.port.IcmpErrors;
import io.yett.dataplane.port.IcmpHandler;
import io.yett.dataplane.port.Inet;
import io.yett.dataplane.port.Inet6;
import io.yett.dataplane.port.Ipv6SlowPath;
import io.yett.dataplane.port.Neighbors;
import io.yett.dataplane.punt.IkeReceiver;
import io.yett.dataplane.sachannel.PacketTuple;
import org.agrona.DirectBuffer;

/** Hands each punt and event of a lane to the part that serves it. Owned by the control thread. */
public final class PuntDispatcher implements PuntHandler {
  private final Timers timers;
  private final ArpHandler arp;
  private final Neighbors neighbors;
  private final IcmpHandler icmp;
  private final IcmpErrors icmpErrors;
  private final IkeReceiver ike;
  private final ControlEvents events;
  private final Ipv6SlowPath ipv6;

  /** A dispatcher over its parts; times come from the timers. */
  public PuntDispatcher(
      Timers timers,
      ArpHandler arp,
      Neighbors neighbors,
      IcmpHandler icmp,
      IcmpErrors icmpErrors,
      IkeReceiver ike,
      ControlEvents events,
      Ipv6SlowPath ipv6) {
    this.timers = timers;
    this.arp = arp;
    this.neighbors = neighbors;
    this.icmp = icmp;
    this.icmpErrors = icmpErrors;
    this.ike = ike;
    this.events = events;
    this.ipv6 = ipv6;
  }

  @Override
  public void onFrame(int port, PuntReason reason, DirectBuffer frame, int offset, int length) {
    if (Inet6.isIpv6Frame(frame, offset, length)) {
      if (reason == PuntReason.IKE) {
        ike.onIpv6Frame(frame, offset, length, timers.now());
      } else {
        ipv6.onFrame(port, reason, frame, offset, length);
      }
      return;
    }
    switch (reason) {
      case ARP -> arp.onFrame(port, frame, offset, length);
      case LOCAL -> icmp.onLocal(port, frame, offset, length, timers.now());
      case IKE -> ike.onFrame(frame, offset, length, timers.now());
      case TTL_EXCEEDED -> icmpErrors.timeExceeded(port, frame, offset, length, timers.now());
      case NEIGHBOR_DISCOVERY -> throw new IllegalStateException("neighbour discovery is IPv6");
    }
  }

  @Override
  public void onTooBig(int port, int mtu, DirectBuffer frame, int offset, int length) {
    if (Inet6.isIpv6Frame(frame, offset, length)) {
      ipv6.onTooBig(port, mtu, frame, offset, length);
      return;
    }
    icmpErrors.tooBig(port, mtu, frame, offset, length, timers.now());
  }

  @Override
  public void onAcquire(int reqId, DirectBuffer packet, int offset, int length) {
    if (length > 0 && Inet6.isVersion(packet, offset)) {
      acquireIpv6(reqId, packet, offset, length);
      return;
    }
    int header = Inet.headerLength(packet, offset, length);
    if (header == 0) {
      return; // a lane has checked it; so this cannot be
    }
    int protocol = Inet.u8(packet, offset + Inet.PROTOCOL);
    boolean ports =
        (protocol == Inet.TCP || protocol == Inet.UDP)
            && !Inet.isLaterFragment(packet, offset)
            && length >= header + 4;
    events.acquire(
        reqId,
        new PacketTuple(
            protocol,
            Inet.toAddress(Inet.i32(packet, offset + Inet.SOURCE)),
            ports ? Inet.u16(packet, offset + header) : 0,
            Inet.toAddress(Inet.i32(packet, offset + Inet.DESTINATION)),
            ports ? Inet.u16(packet, offset + header + 2) : 0));
  }

  /** The packet may end early, since a lane hands up no more than its first octets. */
  private void acquireIpv6(int reqId, DirectBuffer packet, int offset, int length) {
    Inet6.Upper upper = length < Inet6.IP_HEADER ? null : Inet6.upper(packet, offset, length);
    if (upper == null) {
      return; // so many extension headers that the upper layer is out of sight
    }
    int at = offset + upper.offset();
    boolean ports =
        (upper.protocol() == Inet.TCP || upper.protocol() == Inet.UDP)
            && !upper.fragment()
            && length >= upper.offset() + 4;
    events.acquire(
        reqId,
        new PacketTuple(
            upper.protocol(),
            Inet6.address(packet, offset + Inet6.SOURCE).toInetAddress(),
            ports ? Inet.u16(packet, at) : 0,
            Inet6.address(packet, offset + Inet6.DESTINATION).toInetAddress(),
            ports ? Inet.u16(packet, at + 2) : 0));
  }

  @Override
  public void onExpire(boolean inbound, int spi, int reqId, boolean hard) {
    events.expire(inbound, spi, reqId, hard);
  }

  @Override
  public void onUnresolved(int port, int nextHop) {
    neighbors.resolve(port, nextHop);
  }

  @Override
  public void onUnresolved(int port, long high, long low) {
    ipv6.resolve(port, high, low);
  }

  @Override
  public void onPeerMoved(int spi, int reqId, int remoteAddress, int remotePort) {
    events.peerMoved(spi, reqId, Inet.toAddress(remoteAddress), remotePort);
  }

  @Override
  public void onPeerMoved(int spi, int reqId, long high, long low, int remotePort) {
    events.peerMoved(spi, reqId, new Address6(high, low).toInetAddress(), remotePort);
  }
}

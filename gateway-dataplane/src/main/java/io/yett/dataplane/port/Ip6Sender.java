package io.yett.dataplane.port;

import io.yett.dataplane.control.PacketEngine;
import io.yett.dataplane.counters.SlowPathCounter;
import io.yett.dataplane.counters.SlowPathCounters;
import org.agrona.ExpandableArrayBuffer;

/**
 * Sends IPv6 packets of our own, in fragments where they are larger than a port takes (RFC 8200
 * section 4.5). Owned by the control thread.
 */
public final class Ip6Sender {
  private static final int FRAGMENT = 44;
  private static final int FRAGMENT_HEADER = 8;
  private static final int MORE = 1;

  private final IpSender.Injector injector;
  private final SlowPathCounters counters;
  private final int mtu;
  private final ExpandableArrayBuffer packet = new ExpandableArrayBuffer(16 << 10);
  private final ExpandableArrayBuffer frame = new ExpandableArrayBuffer(2 << 10);
  private int identification;

  /**
   * A sender.
   *
   * @param injector as for {@link IpSender}
   * @param mtu octets of the largest packet that every port takes
   * @param identification of the first packet in fragments: hard to guess (RFC 7739)
   */
  public Ip6Sender(
      IpSender.Injector injector, SlowPathCounters counters, int mtu, int identification) {
    this.injector = injector;
    this.counters = counters;
    this.mtu = mtu;
    this.identification = identification;
  }

  /** Sends one packet by its route; false if a queue was full. */
  public boolean send(
      int trafficClass,
      int protocol,
      Address6 source,
      Address6 destination,
      IpSender.PayloadWriter payload) {
    int length = payload.write(packet, Inet6.IP_HEADER);
    if (Inet6.IP_HEADER + length > mtu) {
      return sendFragments(trafficClass, protocol, source, destination, length);
    }
    header(packet, trafficClass, length, protocol, source, destination);
    return counted(injector.inject(packet, 0, Inet6.IP_HEADER + length));
  }

  /**
   * Sends one packet to a neighbour, as a frame of its own; false if it is too large or a queue was
   * full. For link-local addresses, which no route leads to.
   */
  boolean sendOnLink(
      PacketEngine engine,
      int port,
      long ourMac,
      long mac,
      int protocol,
      Address6 source,
      Address6 destination,
      IpSender.PayloadWriter payload) {
    int at = Inet.ETHERNET_HEADER + Inet6.IP_HEADER;
    int length = payload.write(frame, at);
    if (Inet6.IP_HEADER + length > mtu) {
      return false;
    }
    NdMessage.putMac(frame, 0, mac);
    NdMessage.putMac(frame, 6, ourMac);
    Inet.putU16(frame, 12, Inet6.ETHERTYPE);
    Inet6.writeHeader(
        frame,
        Inet.ETHERNET_HEADER,
        0,
        length,
        protocol,
        Inet6.DEFAULT_HOP_LIMIT,
        source,
        destination);
    return counted(engine.inject(port, frame, 0, at + length));
  }

  private static void header(
      ExpandableArrayBuffer to,
      int trafficClass,
      int length,
      int protocol,
      Address6 source,
      Address6 destination) {
    Inet6.writeHeader(
        to, 0, trafficClass, length, protocol, Inet6.DEFAULT_HOP_LIMIT, source, destination);
  }

  /** Fragments fit any path: there is no telling how small the next link is. */
  private boolean sendFragments(
      int trafficClass, int protocol, Address6 source, Address6 destination, int length) {
    int room = (Inet6.MIN_MTU - Inet6.IP_HEADER - FRAGMENT_HEADER) & ~7;
    int payload = Inet6.IP_HEADER + FRAGMENT_HEADER;
    ExpandableArrayBuffer fragment = new ExpandableArrayBuffer(Inet6.MIN_MTU);
    identification++;
    for (int at = 0; at < length; at += room) {
      int part = Math.min(room, length - at);
      header(fragment, trafficClass, FRAGMENT_HEADER + part, FRAGMENT, source, destination);
      Inet.putU16(fragment, Inet6.IP_HEADER, protocol << 8);
      Inet.putU16(fragment, Inet6.IP_HEADER + 2, at | (at + part < length ? MORE : 0));
      Inet.putI32(fragment, Inet6.IP_HEADER + 4, identification);
      fragment.putBytes(payload, packet, Inet6.IP_HEADER + at, part);
      if (!counted(injector.inject(fragment, 0, payload + part))) {
        return false;
      }
    }
    return true;
  }

  private boolean counted(boolean queued) {
    if (!queued) {
      counters.increment(SlowPathCounter.SEND_QUEUE_FULL);
    }
    return queued;
  }
}

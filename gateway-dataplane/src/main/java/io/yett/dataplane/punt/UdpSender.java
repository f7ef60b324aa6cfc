package io.yett.dataplane.punt;

import io.yett.dataplane.control.IkeSender;
import io.yett.dataplane.counters.SlowPathCounter;
import io.yett.dataplane.counters.SlowPathCounters;
import io.yett.dataplane.port.Address6;
import io.yett.dataplane.port.Inet;
import io.yett.dataplane.port.Inet6;
import io.yett.dataplane.port.Ip6Sender;
import io.yett.dataplane.port.IpSender;
import io.yett.dataplane.port.OwnAddresses;
import io.yett.dataplane.port.OwnAddresses6;
import java.net.Inet6Address;
import java.net.InetAddress;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Sends our UDP datagrams: IKE messages, with a non-ESP marker on every port but 500 (RFC 3948
 * §2.2), and NAT keepalives (§2.3). Owned by the control thread.
 */
public final class UdpSender implements IkeSender {
  /** The largest IKE message: what UDP can carry behind a marker. */
  static final int MAX_MESSAGE = 65_535 - Inet.IP_HEADER - Inet.UDP_HEADER - IkeReceiver.MARKER;

  private static final byte KEEPALIVE = (byte) 0xFF;

  private final OwnAddresses own;
  private final OwnAddresses6 own6;
  private final IpSender sender;
  private final Ip6Sender sender6;
  private final SlowPathCounters counters;

  /** A sender from our own addresses. */
  public UdpSender(
      OwnAddresses own,
      OwnAddresses6 own6,
      IpSender sender,
      Ip6Sender sender6,
      SlowPathCounters counters) {
    this.own = own;
    this.own6 = own6;
    this.sender = sender;
    this.sender6 = sender6;
    this.counters = counters;
  }

  @Override
  public boolean send(
      InetAddress localAddress,
      int localPort,
      InetAddress remoteAddress,
      int remotePort,
      DirectBuffer message,
      int offset,
      int length) {
    if (!isSendable(localAddress, localPort, remoteAddress, remotePort)
        || length < 0
        || length > MAX_MESSAGE) {
      return false;
    }
    boolean marked = localPort != IkeReceiver.IKE_PORT;
    int marker = marked ? IkeReceiver.MARKER : 0;
    boolean sent =
        send(
            localAddress,
            remoteAddress,
            (packet, at) -> {
              int payload = at + Inet.UDP_HEADER;
              packet.setMemory(payload, marker, (byte) 0);
              packet.putBytes(payload + marker, message, offset, length);
              return finish(
                  packet, at, localAddress, localPort, remoteAddress, remotePort, marker + length);
            });
    if (sent) {
      counters.increment(SlowPathCounter.IKE_SENT);
    }
    return sent;
  }

  /** Sends one octet of 0xFF, which keeps a NAT's mapping and is dropped by the peer. */
  boolean keepalive(
      InetAddress localAddress, int localPort, InetAddress remoteAddress, int remotePort) {
    if (!isSendable(localAddress, localPort, remoteAddress, remotePort)) {
      return false;
    }
    boolean sent =
        send(
            localAddress,
            remoteAddress,
            (packet, at) -> {
              packet.putByte(at + Inet.UDP_HEADER, KEEPALIVE);
              return finish(packet, at, localAddress, localPort, remoteAddress, remotePort, 1);
            });
    if (sent) {
      counters.increment(SlowPathCounter.NAT_KEEPALIVES_SENT);
    }
    return sent;
  }

  private boolean isSendable(
      InetAddress localAddress, int localPort, InetAddress remoteAddress, int remotePort) {
    return isOwn(localAddress)
        && remoteAddress.getAddress().length == localAddress.getAddress().length
        && localPort > 0
        && localPort <= 0xFFFF
        && remotePort > 0
        && remotePort <= 0xFFFF;
  }

  private boolean isOwn(InetAddress address) {
    return address instanceof Inet6Address
        ? !address.isLinkLocalAddress() && own6.isOwn(Address6.of(address))
        : own.isOwn(Inet.toInt(address));
  }

  private boolean send(InetAddress local, InetAddress remote, IpSender.PayloadWriter payload) {
    return local instanceof Inet6Address
        ? sender6.send(0, Inet.UDP, Address6.of(local), Address6.of(remote), payload)
        : sender.send(0, Inet.UDP, Inet.toInt(local), Inet.toInt(remote), payload);
  }

  private static long pseudoHeader(InetAddress local, InetAddress remote, int length) {
    return local instanceof Inet6Address
        ? Inet6.pseudoHeader(Address6.of(local), Address6.of(remote), Inet.UDP, length)
        : Inet.pseudoHeader(Inet.toInt(local), Inet.toInt(remote), Inet.UDP, length);
  }

  /** Writes the UDP header (RFC 768) in front of a payload; returns the datagram's length. */
  private static int finish(
      MutableDirectBuffer packet,
      int at,
      InetAddress source,
      int sourcePort,
      InetAddress destination,
      int destinationPort,
      int payloadLength) {
    int length = Inet.UDP_HEADER + payloadLength;
    Inet.putU16(packet, at, sourcePort);
    Inet.putU16(packet, at + 2, destinationPort);
    Inet.putU16(packet, at + 4, length);
    Inet.putU16(packet, at + 6, 0);
    long pseudo = pseudoHeader(source, destination, length);
    int checksum = Inet.checksum(packet, at, length, pseudo);
    Inet.putU16(packet, at + 6, checksum == 0 ? 0xFFFF : checksum);
    return length;
  }
}

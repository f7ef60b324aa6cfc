package io.yett.dataplane.punt;

import io.yett.dataplane.control.IkeSender;
import io.yett.dataplane.counters.SlowPathCounter;
import io.yett.dataplane.counters.SlowPathCounters;
import io.yett.dataplane.port.Inet;
import io.yett.dataplane.port.IpSender;
import io.yett.dataplane.port.OwnAddresses;
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
  private final IpSender sender;
  private final SlowPathCounters counters;

  /** A sender from our own addresses. */
  public UdpSender(OwnAddresses own, IpSender sender, SlowPathCounters counters) {
    this.own = own;
    this.sender = sender;
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
    int source = Inet.toInt(localAddress);
    int destination = Inet.toInt(remoteAddress);
    boolean sent =
        sender.send(
            0,
            Inet.UDP,
            source,
            destination,
            (packet, at) -> {
              int payload = at + Inet.UDP_HEADER;
              packet.setMemory(payload, marker, (byte) 0);
              packet.putBytes(payload + marker, message, offset, length);
              return finish(
                  packet, at, source, localPort, destination, remotePort, marker + length);
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
    int source = Inet.toInt(localAddress);
    int destination = Inet.toInt(remoteAddress);
    boolean sent =
        sender.send(
            0,
            Inet.UDP,
            source,
            destination,
            (packet, at) -> {
              packet.putByte(at + Inet.UDP_HEADER, KEEPALIVE);
              return finish(packet, at, source, localPort, destination, remotePort, 1);
            });
    if (sent) {
      counters.increment(SlowPathCounter.NAT_KEEPALIVES_SENT);
    }
    return sent;
  }

  private boolean isSendable(
      InetAddress localAddress, int localPort, InetAddress remoteAddress, int remotePort) {
    return localAddress.getAddress().length == 4
        && remoteAddress.getAddress().length == 4
        && own.isOwn(Inet.toInt(localAddress))
        && localPort > 0
        && localPort <= 0xFFFF
        && remotePort > 0
        && remotePort <= 0xFFFF;
  }

  /** Writes the UDP header (RFC 768) in front of a payload; returns the datagram's length. */
  private static int finish(
      MutableDirectBuffer packet,
      int at,
      int source,
      int sourcePort,
      int destination,
      int destinationPort,
      int payloadLength) {
    int length = Inet.UDP_HEADER + payloadLength;
    Inet.putU16(packet, at, sourcePort);
    Inet.putU16(packet, at + 2, destinationPort);
    Inet.putU16(packet, at + 4, length);
    Inet.putU16(packet, at + 6, 0);
    long pseudo = Inet.pseudoHeader(source, destination, Inet.UDP, length);
    int checksum = Inet.checksum(packet, at, length, pseudo);
    Inet.putU16(packet, at + 6, checksum == 0 ? 0xFFFF : checksum);
    return length;
  }
}

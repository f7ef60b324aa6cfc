package io.yett.dataplane.port;

import io.yett.dataplane.control.PacketEngine;
import io.yett.dataplane.counters.SlowPathCounter;
import io.yett.dataplane.counters.SlowPathCounters;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Tells an IPv6 packet's sender why it did not arrive (RFC 4443 section 3). Rate-limited, and never
 * about what section 2.4 (e) excepts. Owned by the control thread.
 */
public final class Icmp6Errors {
  static final int PER_SECOND = 100;
  static final int BURST = 20;

  private static final int UNREACHABLE = 1;
  private static final int PORT_UNREACHABLE = 4;
  private static final int TOO_BIG = 2;
  private static final int TIME_EXCEEDED = 3;
  private static final int PARAMETER_PROBLEM = 4;
  private static final int UNKNOWN_NEXT_HEADER = 1;
  private static final int FIRST_INFORMATIONAL = 128;
  private static final int REDIRECT = 137;
  private static final int ICMP_HEADER = 8;

  private final OwnAddresses6 own;
  private final Ip6Sender sender;
  private final PacketEngine engine;
  private final SlowPathCounters counters;
  private final TokenBucket bucket;

  /** A sender of errors for all ports. */
  public Icmp6Errors(
      OwnAddresses6 own,
      Ip6Sender sender,
      PacketEngine engine,
      SlowPathCounters counters,
      long nowNanos) {
    this.own = own;
    this.sender = sender;
    this.engine = engine;
    this.counters = counters;
    this.bucket = new TokenBucket(PER_SECOND, BURST, nowNanos);
  }

  /** A packet's hop limit ended here. */
  public void timeExceeded(int port, DirectBuffer frame, int offset, int length, long nowNanos) {
    send(port, TIME_EXCEEDED, 0, 0, frame, offset, length, nowNanos);
  }

  /** A packet is larger than {@code mtu} octets, the most that passes. */
  public void tooBig(int port, int mtu, DirectBuffer frame, int offset, int length, long nowNanos) {
    send(port, TOO_BIG, 0, Math.max(mtu, Inet6.MIN_MTU), frame, offset, length, nowNanos);
  }

  /** A packet to us, for which nobody listens. */
  void unreachable(
      int port, Inet6.Upper upper, DirectBuffer frame, int offset, int length, long nowNanos) {
    if (upper.protocol() == Inet.UDP || upper.protocol() == Inet.TCP) {
      send(port, UNREACHABLE, PORT_UNREACHABLE, 0, frame, offset, length, nowNanos);
    } else {
      send(
          port,
          PARAMETER_PROBLEM,
          UNKNOWN_NEXT_HEADER,
          upper.named(),
          frame,
          offset,
          length,
          nowNanos);
    }
  }

  private void send(
      int port,
      int type,
      int code,
      int parameter,
      DirectBuffer frame,
      int offset,
      int length,
      long nowNanos) {
    int ip = offset + Inet.ETHERNET_HEADER;
    int total = Inet6.totalLength(frame, ip, length - Inet.ETHERNET_HEADER);
    Inet6.Upper upper = total == 0 ? null : Inet6.upper(frame, ip, total);
    if (upper == null) {
      counters.increment(SlowPathCounter.LOCAL_MALFORMED);
      return;
    }
    Address6 host = Inet6.address(frame, ip + Inet6.SOURCE);
    Address6 destination = Inet6.address(frame, ip + Inet6.DESTINATION);
    Address6 speaker = own.isOwn(destination) ? destination : own.speakingAddress(port, host);
    if (speaker == null || !isAllowed(frame, offset, total, upper)) {
      counters.increment(SlowPathCounter.ICMP_NOT_ALLOWED);
      return;
    }
    if (!bucket.tryTake(nowNanos)) {
      counters.increment(SlowPathCounter.ICMP_RATE_LIMITED);
      return;
    }
    int quoted = Math.min(total, Inet6.MIN_MTU - Inet6.IP_HEADER - ICMP_HEADER);
    IpSender.PayloadWriter message =
        (packet, at) -> {
          Inet.putI32(packet, at, type << 24 | code << 16);
          Inet.putI32(packet, at + 4, parameter);
          packet.putBytes(at + ICMP_HEADER, frame, ip, quoted);
          return finish(packet, at, ICMP_HEADER + quoted, speaker, host);
        };
    if (answer(port, frame, offset, speaker, host, 0, message)) {
      counters.increment(SlowPathCounter.ICMP_ERRORS_SENT);
    }
  }

  /** Sends to a packet's sender: by the route to it, or where the packet came from. */
  boolean answer(
      int port,
      DirectBuffer frame,
      int offset,
      Address6 speaker,
      Address6 host,
      int trafficClass,
      IpSender.PayloadWriter message) {
    if (!host.isLinkLocal()) {
      return sender.send(trafficClass, Inet6.ICMP, speaker, host, message);
    }
    long mac = NdMessage.mac(frame, offset + 6);
    return Arp.isUnicast(mac)
        && sender.sendOnLink(
            engine, port, own.port(port).mac(), mac, Inet6.ICMP, speaker, host, message);
  }

  /** Writes the checksum of a message; returns its length. */
  static int finish(MutableDirectBuffer packet, int at, int length, Address6 from, Address6 to) {
    Inet.putU16(packet, at + 2, 0);
    long pseudo = Inet6.pseudoHeader(from, to, Inet6.ICMP, length);
    Inet.putU16(packet, at + 2, Inet.checksum(packet, at, length, pseudo));
    return length;
  }

  /** RFC 4443 section 2.4 (e); a later fragment shows no header to judge by. */
  private boolean isAllowed(DirectBuffer frame, int offset, int total, Inet6.Upper upper) {
    int ip = offset + Inet.ETHERNET_HEADER;
    boolean linkGroup = (Inet.u8(frame, offset) & 1) != 0;
    return !linkGroup
        && !Inet6.address(frame, ip + Inet6.DESTINATION).isMulticast()
        && isSingleHost(own, Inet6.address(frame, ip + Inet6.SOURCE))
        && !upper.laterFragment()
        && !isError(frame, ip, total, upper);
  }

  /** Also true for ICMP too short to tell. */
  private static boolean isError(DirectBuffer frame, int ip, int total, Inet6.Upper upper) {
    if (upper.protocol() != Inet6.ICMP) {
      return false;
    }
    if (total <= upper.offset()) {
      return true;
    }
    int type = Inet.u8(frame, ip + upper.offset());
    return type < FIRST_INFORMATIONAL || type == REDIRECT;
  }

  /** Whether an address can be one other host's. */
  static boolean isSingleHost(OwnAddresses6 own, Address6 address) {
    return address.isUnicast() && !own.isOwn(address);
  }
}

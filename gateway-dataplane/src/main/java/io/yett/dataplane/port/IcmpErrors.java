package io.yett.dataplane.port;

import io.yett.dataplane.counters.SlowPathCounter;
import io.yett.dataplane.counters.SlowPathCounters;
import org.agrona.DirectBuffer;

/**
 * Tells a packet's sender why it did not arrive (RFC 792, RFC 1812 §4.3.2, RFC 1191 §4).
 * Rate-limited, and never about an ICMP error, a later fragment, a broadcast, or to what is not one
 * host. Owned by the control thread.
 */
public final class IcmpErrors {
  static final int PER_SECOND = 100;
  static final int BURST = 20;

  /** RFC 1812 §4.3.2.3: as much of the packet as fits, but 576 octets in all. */
  static final int MAX_LENGTH = 576;

  private static final int UNREACHABLE = 3;
  private static final int PROTOCOL_UNREACHABLE = 2;
  private static final int PORT_UNREACHABLE = 3;
  private static final int FRAGMENTATION_NEEDED = 4;
  private static final int TIME_EXCEEDED = 11;
  private static final int ICMP_HEADER = 8;

  /** Precedence 6, internetwork control (RFC 1812 §4.3.2.5). */
  private static final int TOS = 0xC0;

  private final OwnAddresses own;
  private final IpSender sender;
  private final SlowPathCounters counters;
  private final TokenBucket bucket;

  /** A sender of errors for all ports. */
  public IcmpErrors(OwnAddresses own, IpSender sender, SlowPathCounters counters, long nowNanos) {
    this.own = own;
    this.sender = sender;
    this.counters = counters;
    this.bucket = new TokenBucket(PER_SECOND, BURST, nowNanos);
  }

  /** A packet's TTL ended here. */
  public void timeExceeded(int port, DirectBuffer frame, int offset, int length, long nowNanos) {
    send(port, TIME_EXCEEDED, 0, 0, frame, offset, length, nowNanos);
  }

  /** A packet with DF set is larger than {@code mtu} octets, the most that passes. */
  public void tooBig(int port, int mtu, DirectBuffer frame, int offset, int length, long nowNanos) {
    send(port, UNREACHABLE, FRAGMENTATION_NEEDED, mtu, frame, offset, length, nowNanos);
  }

  /** A packet to us, for which nobody listens. */
  void unreachable(int port, DirectBuffer frame, int offset, int length, long nowNanos) {
    int protocol = Inet.u8(frame, offset + Inet.ETHERNET_HEADER + Inet.PROTOCOL);
    int code =
        protocol == Inet.UDP || protocol == Inet.TCP ? PORT_UNREACHABLE : PROTOCOL_UNREACHABLE;
    send(port, UNREACHABLE, code, 0, frame, offset, length, nowNanos);
  }

  private void send(
      int port,
      int type,
      int code,
      int mtu,
      DirectBuffer frame,
      int offset,
      int length,
      long nowNanos) {
    int ip = offset + Inet.ETHERNET_HEADER;
    int header = Inet.headerLength(frame, ip, length - Inet.ETHERNET_HEADER);
    if (header == 0) {
      counters.increment(SlowPathCounter.LOCAL_MALFORMED);
      return;
    }
    int destination = Inet.i32(frame, ip + Inet.DESTINATION);
    int speaker = own.isOwn(destination) ? destination : own.speakingAddress(port);
    if (speaker == 0 || !isAllowed(frame, offset, ip, header)) {
      counters.increment(SlowPathCounter.ICMP_NOT_ALLOWED);
      return;
    }
    if (!bucket.tryTake(nowNanos)) {
      counters.increment(SlowPathCounter.ICMP_RATE_LIMITED);
      return;
    }
    int quoted =
        Math.min(
            Inet.u16(frame, ip + Inet.TOTAL_LENGTH), MAX_LENGTH - Inet.IP_HEADER - ICMP_HEADER);
    boolean sent =
        sender.send(
            TOS,
            Inet.ICMP,
            speaker,
            Inet.i32(frame, ip + Inet.SOURCE),
            (packet, at) -> {
              packet.putByte(at, (byte) type);
              packet.putByte(at + 1, (byte) code);
              Inet.putU16(packet, at + 2, 0);
              Inet.putI32(packet, at + 4, mtu & 0xFFFF); // RFC 1191 section 4: low 16 bits
              packet.putBytes(at + ICMP_HEADER, frame, ip, quoted);
              int total = ICMP_HEADER + quoted;
              Inet.putU16(packet, at + 2, Inet.checksum(packet, at, total, 0));
              return total;
            });
    if (sent) {
      counters.increment(SlowPathCounter.ICMP_ERRORS_SENT);
    }
  }

  /** RFC 1812 §4.3.2.7. */
  private boolean isAllowed(DirectBuffer frame, int offset, int ip, int header) {
    int destination = Inet.i32(frame, ip + Inet.DESTINATION);
    boolean linkGroup = (Inet.u8(frame, offset) & 1) != 0;
    boolean group = destination >>> 28 >= 0xE || own.isBroadcast(destination);
    return !linkGroup
        && !group
        && !Inet.isLaterFragment(frame, ip)
        && isSingleHost(own, Inet.i32(frame, ip + Inet.SOURCE))
        && !isIcmpError(frame, ip, header);
  }

  /** Also true for ICMP too short to tell. */
  private static boolean isIcmpError(DirectBuffer frame, int ip, int header) {
    if (Inet.u8(frame, ip + Inet.PROTOCOL) != Inet.ICMP) {
      return false;
    }
    if (Inet.u16(frame, ip + Inet.TOTAL_LENGTH) <= header) {
      return true;
    }
    // Only the query types of RFC 792 and RFC 950 may be answered by an error.
    return switch (Inet.u8(frame, ip + header)) {
      case 0, 8, 13, 14, 17, 18 -> false;
      default -> true;
    };
  }

  /** Whether an address can be one other host's: no group, broadcast, loopback, or ours. */
  static boolean isSingleHost(OwnAddresses own, int address) {
    int first = address >>> 24;
    return first != 0
        && first != 127
        && first < 224
        && !own.isBroadcast(address)
        && !own.isOwn(address);
  }
}

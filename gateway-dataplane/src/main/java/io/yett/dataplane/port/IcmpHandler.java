package io.yett.dataplane.port;

import io.yett.dataplane.counters.SlowPathCounter;
import io.yett.dataplane.counters.SlowPathCounters;
import org.agrona.DirectBuffer;

/**
 * Answers packets to our own addresses: echo requests with echo replies, and what nobody listens
 * for with "unreachable" (RFC 792, RFC 1122 §3.2.2). Rate-limited. Owned by the control thread.
 */
public final class IcmpHandler {
  static final int ECHO_PER_SECOND = 1_000;
  static final int ECHO_BURST = 100;

  private static final int ECHO_REPLY = 0;
  private static final int ECHO_REQUEST = 8;
  private static final int UNREACHABLE = 3;
  private static final int FRAGMENTATION_NEEDED = 4;
  private static final int ICMP_HEADER = 8;

  private final OwnAddresses own;
  private final IpSender sender;
  private final IcmpErrors errors;
  private final PathMtus pathMtus;
  private final SlowPathCounters counters;
  private final TokenBucket echoes;

  /** A handler for all ports. */
  public IcmpHandler(
      OwnAddresses own,
      IpSender sender,
      IcmpErrors errors,
      PathMtus pathMtus,
      SlowPathCounters counters,
      long nowNanos) {
    this.own = own;
    this.sender = sender;
    this.errors = errors;
    this.pathMtus = pathMtus;
    this.counters = counters;
    this.echoes = new TokenBucket(ECHO_PER_SECOND, ECHO_BURST, nowNanos);
  }

  /** A whole frame whose IPv4 destination is ours and that is not IKE. */
  public void onLocal(int port, DirectBuffer frame, int offset, int length, long nowNanos) {
    int ip = offset + Inet.ETHERNET_HEADER;
    int header = Inet.headerLength(frame, ip, length - Inet.ETHERNET_HEADER);
    if (header == 0) {
      counters.increment(SlowPathCounter.LOCAL_MALFORMED);
    } else if (Inet.isFragment(frame, ip)) {
      counters.increment(SlowPathCounter.LOCAL_FRAGMENTS);
    } else if (!own.isOwn(Inet.i32(frame, ip + Inet.DESTINATION))) {
      counters.increment(SlowPathCounter.LOCAL_IGNORED);
    } else if (Inet.u8(frame, ip + Inet.PROTOCOL) == Inet.ICMP) {
      onIcmp(frame, ip, header, nowNanos);
    } else {
      errors.unreachable(port, frame, offset, length, nowNanos);
    }
  }

  private void onIcmp(DirectBuffer frame, int ip, int header, long nowNanos) {
    int icmp = ip + header;
    int icmpLength = Inet.u16(frame, ip + Inet.TOTAL_LENGTH) - header;
    if (icmpLength < ICMP_HEADER || Inet.checksum(frame, icmp, icmpLength, 0) != 0) {
      counters.increment(SlowPathCounter.LOCAL_MALFORMED);
      return;
    }
    if (Inet.u8(frame, icmp) == UNREACHABLE && Inet.u8(frame, icmp + 1) == FRAGMENTATION_NEEDED) {
      pathMtus.onFragmentationNeeded(frame, icmp, icmpLength);
      return;
    }
    int source = Inet.i32(frame, ip + Inet.SOURCE);
    if (Inet.u8(frame, icmp) != ECHO_REQUEST
        || Inet.u8(frame, icmp + 1) != 0
        || !IcmpErrors.isSingleHost(own, source)) {
      counters.increment(SlowPathCounter.LOCAL_IGNORED);
      return;
    }
    if (!echoes.tryTake(nowNanos)) {
      counters.increment(SlowPathCounter.ICMP_RATE_LIMITED);
      return;
    }
    boolean sent =
        sender.send(
            Inet.u8(frame, ip + 1), // RFC 1349 section 5.1: the reply has the request's TOS
            Inet.ICMP,
            Inet.i32(frame, ip + Inet.DESTINATION),
            source,
            (packet, at) -> {
              packet.putBytes(at, frame, icmp, icmpLength);
              packet.putByte(at, (byte) ECHO_REPLY);
              Inet.putU16(packet, at + 2, 0);
              Inet.putU16(packet, at + 2, Inet.checksum(packet, at, icmpLength, 0));
              return icmpLength;
            });
    if (sent) {
      counters.increment(SlowPathCounter.ICMP_ECHO_REPLIES_SENT);
    }
  }
}

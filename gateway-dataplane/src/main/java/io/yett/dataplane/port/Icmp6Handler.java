package io.yett.dataplane.port;

import io.yett.dataplane.counters.SlowPathCounter;
import io.yett.dataplane.counters.SlowPathCounters;
import org.agrona.DirectBuffer;

/**
 * Answers IPv6 packets to our own addresses: echo requests with echo replies (RFC 4443 section
 * 4.2), and what nobody listens for with an error. Rate-limited. Owned by the control thread.
 */
public final class Icmp6Handler {
  static final int ECHO_PER_SECOND = 1_000;
  static final int ECHO_BURST = 100;

  private static final int TOO_BIG = 2;
  private static final int ECHO_REQUEST = 128;
  private static final int ECHO_REPLY = 129;
  private static final int ICMP_HEADER = 8;

  private final OwnAddresses6 own;
  private final Icmp6Errors errors;
  private final PathMtus6 pathMtus;
  private final SlowPathCounters counters;
  private final TokenBucket echoes;

  /** A handler for all ports. */
  Icmp6Handler(
      OwnAddresses6 own,
      Icmp6Errors errors,
      PathMtus6 pathMtus,
      SlowPathCounters counters,
      long nowNanos) {
    this.pathMtus = pathMtus;
    this.own = own;
    this.errors = errors;
    this.counters = counters;
    this.echoes = new TokenBucket(ECHO_PER_SECOND, ECHO_BURST, nowNanos);
  }

  /** A whole frame whose IPv6 destination is ours and that is neither IKE nor discovery. */
  public void onLocal(int port, DirectBuffer frame, int offset, int length, long nowNanos) {
    int ip = offset + Inet.ETHERNET_HEADER;
    int total = Inet6.totalLength(frame, ip, length - Inet.ETHERNET_HEADER);
    Inet6.Upper upper = total == 0 ? null : Inet6.upper(frame, ip, total);
    if (upper == null) {
      counters.increment(SlowPathCounter.LOCAL_MALFORMED);
    } else if (upper.fragment()) {
      counters.increment(SlowPathCounter.LOCAL_FRAGMENTS);
    } else if (!isForUs(port, Inet6.address(frame, ip + Inet6.DESTINATION))
        || upper.protocol() == Inet6.NO_NEXT) {
      counters.increment(SlowPathCounter.LOCAL_IGNORED);
    } else if (upper.protocol() == Inet6.ICMP) {
      onIcmp(port, frame, offset, total, upper, nowNanos);
    } else {
      errors.unreachable(port, upper, frame, offset, length, nowNanos);
    }
  }

  /** A link-local address is ours on its own link alone. */
  private boolean isForUs(int port, Address6 destination) {
    return destination.isLinkLocal() ? own.isOwnOn(port, destination) : own.isOwn(destination);
  }

  private void onIcmp(
      int port, DirectBuffer frame, int offset, int total, Inet6.Upper upper, long nowNanos) {
    int ip = offset + Inet.ETHERNET_HEADER;
    int icmp = ip + upper.offset();
    int icmpLength = total - upper.offset();
    if (icmpLength < ICMP_HEADER
        || !Inet6.isChecksumRight(frame, ip, Inet6.ICMP, icmp, icmpLength)) {
      counters.increment(SlowPathCounter.LOCAL_MALFORMED);
      return;
    }
    if (Inet.u8(frame, icmp) == TOO_BIG) {
      pathMtus.onTooBig(frame, icmp, icmpLength);
      return;
    }
    Address6 source = Inet6.address(frame, ip + Inet6.SOURCE);
    if (Inet.u8(frame, icmp) != ECHO_REQUEST
        || Inet.u8(frame, icmp + 1) != 0
        || !Icmp6Errors.isSingleHost(own, source)) {
      counters.increment(SlowPathCounter.LOCAL_IGNORED);
      return;
    }
    if (!echoes.tryTake(nowNanos)) {
      counters.increment(SlowPathCounter.ICMP_RATE_LIMITED);
      return;
    }
    Address6 speaker = Inet6.address(frame, ip + Inet6.DESTINATION);
    int trafficClass = Inet.u16(frame, ip) >>> 4 & 0xFF;
    IpSender.PayloadWriter message =
        (packet, at) -> {
          packet.putBytes(at, frame, icmp, icmpLength);
          packet.putByte(at, (byte) ECHO_REPLY);
          return Icmp6Errors.finish(packet, at, icmpLength, speaker, source);
        };
    if (errors.answer(port, frame, offset, speaker, source, trafficClass, message)) {
      counters.increment(SlowPathCounter.ICMP_ECHO_REPLIES_SENT);
    }
  }
}

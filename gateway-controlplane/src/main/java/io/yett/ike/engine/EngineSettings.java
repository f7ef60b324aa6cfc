package io.yett.ike.engine;

/**
 * Settings of the engine as a whole.
 *
 * @param retransmitInitialMillis wait before the first retransmission, 10..60000
 * @param retransmitFactor each wait is this times the one before, 1.0..5.0
 * @param retransmitLimit tries in all before the peer counts as dead, 1..20
 * @param cookieThreshold half-open IKE SAs from which cookies are asked for (RFC 7296 §2.6)
 * @param halfOpenLimit half-open IKE SAs from which new ones are refused
 * @param halfOpenPerSource the same for those of one source: a /24 of IPv4, a /56 of IPv6
 * @param halfOpenSeconds life of a half-open IKE SA as responder
 * @param reconnectInitialSeconds wait before a failed start is tried again; doubles each time
 * @param reconnectMaxSeconds the longest such wait
 * @param keepaliveSeconds NAT keepalive interval when we are behind a NAT (RFC 3948 §4)
 * @param drainMillis how long an old inbound SA stays after the peer deleted it
 * @param fragmentOctetsIpv4 of the largest IP packet of a message that may be fragmented (RFC 7383)
 * @param fragmentOctetsIpv6 the same over IPv6
 * @param firstReqId children get reqIds from here on; must not collide with manual SAs
 */
public record EngineSettings(
    long retransmitInitialMillis,
    double retransmitFactor,
    int retransmitLimit,
    int cookieThreshold,
    int halfOpenLimit,
    int halfOpenPerSource,
    int halfOpenSeconds,
    int reconnectInitialSeconds,
    int reconnectMaxSeconds,
    int keepaliveSeconds,
    long drainMillis,
    int fragmentOctetsIpv4,
    int fragmentOctetsIpv6,
    int firstReqId) {

  /** The defaults of the configuration file. */
  public static final EngineSettings DEFAULT =
      new EngineSettings(500, 1.8, 7, 64, 1000, 100, 30, 1, 60, 20, 1000, 1280, 1280, 0x10000);

  /** Rejects values out of range. */
  public EngineSettings {
    range("retransmit.initial", retransmitInitialMillis, 10, 60_000);
    range("retransmit.limit", retransmitLimit, 1, 20);
    range("cookie-threshold", cookieThreshold, 0, 1_000_000);
    range("half-open-limit", halfOpenLimit, 1, 1_000_000);
    range("half-open-per-source", halfOpenPerSource, 1, 1_000_000);
    range("half-open-seconds", halfOpenSeconds, 1, 600);
    range("reconnect-initial-seconds", reconnectInitialSeconds, 1, 3600);
    range("reconnect-max-seconds", reconnectMaxSeconds, reconnectInitialSeconds, 86_400);
    range("keepalive-seconds", keepaliveSeconds, 0, 3600);
    range("drain-millis", drainMillis, 0, 60_000);
    range("fragment-octets.ipv4", fragmentOctetsIpv4, 200, 65_535);
    range("fragment-octets.ipv6", fragmentOctetsIpv6, 200, 65_535);
    range("first-req-id", firstReqId, 1, Integer.MAX_VALUE / 2);
    if (!(retransmitFactor >= 1.0 && retransmitFactor <= 5.0)) {
      throw new IllegalArgumentException(
          "retransmit.factor must be 1.0 to 5.0, found " + retransmitFactor);
    }
  }

  /** These settings with the retransmission of the configuration file. */
  public EngineSettings withRetransmit(long initialMillis, double factor, int limit) {
    return new EngineSettings(
        initialMillis,
        factor,
        limit,
        cookieThreshold,
        halfOpenLimit,
        halfOpenPerSource,
        halfOpenSeconds,
        reconnectInitialSeconds,
        reconnectMaxSeconds,
        keepaliveSeconds,
        drainMillis,
        fragmentOctetsIpv4,
        fragmentOctetsIpv6,
        firstReqId);
  }

  /** These settings with other bounds on half-open IKE SAs, of which one source may have all. */
  public EngineSettings withHalfOpen(int newCookieThreshold, int newHalfOpenLimit) {
    return withHalfOpen(newCookieThreshold, newHalfOpenLimit, newHalfOpenLimit);
  }

  /** These settings with other bounds on half-open IKE SAs. */
  public EngineSettings withHalfOpen(
      int newCookieThreshold, int newHalfOpenLimit, int newHalfOpenPerSource) {
    return new EngineSettings(
        retransmitInitialMillis,
        retransmitFactor,
        retransmitLimit,
        newCookieThreshold,
        newHalfOpenLimit,
        newHalfOpenPerSource,
        halfOpenSeconds,
        reconnectInitialSeconds,
        reconnectMaxSeconds,
        keepaliveSeconds,
        drainMillis,
        fragmentOctetsIpv4,
        fragmentOctetsIpv6,
        firstReqId);
  }

  /** These settings with other sizes of IP packets with fragments. */
  public EngineSettings withFragmentOctets(int ipv4, int ipv6) {
    return new EngineSettings(
        retransmitInitialMillis,
        retransmitFactor,
        retransmitLimit,
        cookieThreshold,
        halfOpenLimit,
        halfOpenPerSource,
        halfOpenSeconds,
        reconnectInitialSeconds,
        reconnectMaxSeconds,
        keepaliveSeconds,
        drainMillis,
        ipv4,
        ipv6,
        firstReqId);
  }

  private static void range(String name, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          name + " must be " + min + " to " + max + ", found " + value);
    }
  }
}

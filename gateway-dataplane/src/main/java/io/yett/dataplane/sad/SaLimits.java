package io.yett.dataplane.sad;

import io.yett.dataplane.sachannel.SaLifetime;

/**
 * The limits of an SA as the lane compares them; {@link Long#MAX_VALUE} less one where there is
 * none. A packet whose number or byte count is over the hard value falls; one that reaches the soft
 * value is reported once.
 */
public record SaLimits(long softSequence, long hardSequence, long softBytes, long hardBytes) {
  private static final long NONE = Long.MAX_VALUE - 1;

  /** Last number without ESN: after it the counter would cycle (RFC 4303 section 3.3.3). */
  private static final long LAST_SEQUENCE = 0xFFFF_FFFFL;

  /** Without a configured soft limit the control plane hears at three quarters of the numbers. */
  private static final long SOFT_SEQUENCE = 0xC000_0000L;

  /** The last sequence number that an SA may use. */
  public static long lastSequence(boolean esn) {
    return esn ? NONE : LAST_SEQUENCE;
  }

  /** Limits of an outbound SA, whose packets are its sequence numbers. */
  public static SaLimits outbound(SaLifetime lifetime, boolean esn) {
    long last = lastSequence(esn);
    long soft = orNone(lifetime.softPackets());
    long hard = Math.min(last, orNone(lifetime.hardPackets()));
    return new SaLimits(
        Math.min(soft, esn ? NONE : SOFT_SEQUENCE),
        hard,
        orNone(lifetime.softBytes()),
        orNone(lifetime.hardBytes()));
  }

  /** Limits of an inbound SA; "sequence" counts its packets. */
  public static SaLimits inbound(SaLifetime lifetime) {
    return new SaLimits(
        orNone(lifetime.softPackets()),
        orNone(lifetime.hardPackets()),
        orNone(lifetime.softBytes()),
        orNone(lifetime.hardBytes()));
  }

  private static long orNone(long limit) {
    return limit == 0 ? NONE : limit;
  }
}

package io.yett.dataplane.sachannel;

/**
 * Limits of an SA (RFC 4301 §4.4.2.1). At a soft limit the control plane is asked to rekey; at a
 * hard limit the SA stops passing packets. Zero means no limit. Seconds count from installation.
 */
public record SaLifetime(
    long softPackets,
    long softBytes,
    long softSeconds,
    long hardPackets,
    long hardBytes,
    long hardSeconds) {

  public static final SaLifetime UNLIMITED = new SaLifetime(0, 0, 0, 0, 0, 0);

  /** Rejects negative values and a soft limit beyond its hard limit. */
  public SaLifetime {
    check("packets", softPackets, hardPackets);
    check("bytes", softBytes, hardBytes);
    check("seconds", softSeconds, hardSeconds);
  }

  private static void check(String what, long soft, long hard) {
    if (soft < 0 || hard < 0) {
      throw new IllegalArgumentException("SA lifetime in " + what + " is negative");
    }
    if (hard != 0 && soft > hard) {
      throw new IllegalArgumentException(
          "soft SA lifetime " + soft + " " + what + " exceeds the hard lifetime " + hard);
    }
  }
}

package io.yett.dataplane.config;

/**
 * An inclusive range of TCP or UDP ports, 0..65535; of ICMP types and codes, type * 256 + code; or
 * OPAQUE.
 */
public record PortRange(int first, int last) {

  /** Every port. */
  public static final PortRange ANY = new PortRange(0, 65_535);

  /** Packets that show no ports, and those alone (RFC 4301 §4.4.1.1): 65535 to 0. */
  public static final PortRange OPAQUE = new PortRange(65_535, 0);

  /** Rejects ranges that are empty or out of range. */
  public PortRange {
    boolean opaque = first == 65_535 && last == 0;
    if (!opaque && (first < 0 || last > 65_535 || first > last)) {
      throw new IllegalArgumentException("bad port range " + first + "-" + last);
    }
  }
}

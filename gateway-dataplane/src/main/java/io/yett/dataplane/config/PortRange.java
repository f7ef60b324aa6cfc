package io.yett.dataplane.config;

/** An inclusive range of TCP or UDP ports, 0..65535. */
public record PortRange(int first, int last) {

  /** Every port. */
  public static final PortRange ANY = new PortRange(0, 65_535);

  /** Rejects ranges that are empty or out of range. */
  public PortRange {
    if (first < 0 || last > 65_535 || first > last) {
      throw new IllegalArgumentException("bad port range " + first + "-" + last);
    }
  }
}

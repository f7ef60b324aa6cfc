package io.yett.dataplane.route;

/**
 * An IPv6 route as configured. Halves of addresses are in host order.
 *
 * @param prefixLength 0..128; host bits of the prefix are ignored
 * @param kind of {@link NextHop}
 * @param port index of the port
 * @param gatewayHigh for {@link NextHop#GATEWAY}
 */
public record Route6(
    long prefixHigh,
    long prefixLow,
    int prefixLength,
    int kind,
    int port,
    long gatewayHigh,
    long gatewayLow) {
  /** Rejects a length out of range, and clears host bits. */
  public Route6 {
    if (prefixLength < 0 || prefixLength > 128) {
      throw new IllegalArgumentException("bad prefix length " + prefixLength);
    }
    prefixHigh &= mask(Math.min(prefixLength, Long.SIZE));
    prefixLow &= mask(Math.max(prefixLength - Long.SIZE, 0));
  }

  private static long mask(int bits) {
    return bits == 0 ? 0 : -1L << (Long.SIZE - bits);
  }

  /** An octet of the prefix, 0..15. */
  int octet(int number) {
    return octet(prefixHigh, prefixLow, number);
  }

  /** An octet of an address, 0..15. */
  static int octet(long high, long low, int number) {
    long half = number < Long.BYTES ? high : low;
    return (int) (half >>> (Long.SIZE - Byte.SIZE - Byte.SIZE * (number & 7))) & 0xFF;
  }
}

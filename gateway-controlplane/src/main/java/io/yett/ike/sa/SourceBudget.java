package io.yett.ike.sa;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * How much of us strangers occupy, by where they come from: a /24 of IPv4, a /56 of IPv6, as who
 * has one address there may well have all of them. Owned by the engine's thread.
 */
public final class SourceBudget {
  private static final int IPV4_PREFIX_OCTETS = 3;
  private static final int IPV6_PREFIX_OCTETS = 7;

  /** Of the address that many octets; those of both families never are the same. */
  private record Prefix(int octets, long value) {}

  private final Map<Prefix, Integer> used = new HashMap<>();

  /** How many places the source of this address has. */
  public int used(InetAddress source) {
    return used.getOrDefault(prefix(source), 0);
  }

  /** It has one more. */
  public void take(InetAddress source) {
    used.merge(prefix(source), 1, Integer::sum);
  }

  /** It gives one back. */
  public void release(InetAddress source) {
    used.computeIfPresent(prefix(source), (prefix, count) -> count == 1 ? null : count - 1);
  }

  private static Prefix prefix(InetAddress source) {
    byte[] address = source.getAddress();
    int octets = address.length == 4 ? IPV4_PREFIX_OCTETS : IPV6_PREFIX_OCTETS;
    return new Prefix(octets, ByteBuffer.allocate(Long.BYTES).put(address, 0, octets).getLong(0));
  }
}

package io.yett.dataplane.port;

import io.yett.dataplane.packet.Ipv6;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/** An IPv6 address for the control thread: two halves in host order. */
public record Address6(long high, long low) {
  /** No address (RFC 4291 section 2.5.2). */
  public static final Address6 UNSPECIFIED = new Address6(0, 0);

  /** All nodes of a link (RFC 4291 section 2.7.1). */
  static final Address6 ALL_NODES = new Address6(0xFF02_0000_0000_0000L, 1);

  private static final int OCTETS = 16;
  private static final long SOLICITED_NODE_LOW = 0x0000_0001_FF00_0000L;
  private static final long UNIVERSAL_LOCAL = 0x0200_0000_0000_0000L;

  /** Of 16 octets, or throws {@link IllegalArgumentException}. */
  public static Address6 of(InetAddress address) {
    ByteBuffer octets = ByteBuffer.wrap(address.getAddress());
    if (octets.capacity() != OCTETS) {
      throw new IllegalArgumentException(address.getHostAddress() + " is no IPv6 address");
    }
    return new Address6(octets.getLong(0), octets.getLong(Long.BYTES));
  }

  /**
   * The link-local address of an interface (RFC 4291 appendix A, RFC 2464 section 5).
   *
   * @param mac as a number
   */
  public static Address6 linkLocal(long mac) {
    long eui64 = (mac >>> 24 << 40) | 0xFF_FE00_0000L | (mac & 0xFF_FFFFL);
    return new Address6(0xFE80_0000_0000_0000L, eui64 ^ UNIVERSAL_LOCAL);
  }

  /** The multicast group in which an address is asked for (RFC 4291 section 2.7.1). */
  Address6 solicitedNode() {
    return new Address6(ALL_NODES.high, SOLICITED_NODE_LOW | (low & 0xFF_FFFFL));
  }

  /** The MAC address of a multicast group (RFC 2464 section 7), as a number. */
  long groupMac() {
    return 0x3333_0000_0000L | (low & 0xFFFF_FFFFL);
  }

  boolean isMulticast() {
    return Ipv6.isMulticast(high);
  }

  /** Whether it is of link-local scope. */
  public boolean isLinkLocal() {
    return Ipv6.isLinkLocal(high);
  }

  boolean isUnspecified() {
    return (high | low) == 0;
  }

  /** Whether it can be one host's: not unspecified, loopback or multicast. */
  boolean isUnicast() {
    return !isMulticast() && (high != 0 || Long.compareUnsigned(low, 1) > 0);
  }

  /** Whether the first {@code length} bits, 0..128, are those of another address. */
  boolean hasPrefix(Address6 other, int length) {
    return ((high ^ other.high) & mask(Math.min(length, Long.SIZE))) == 0
        && ((low ^ other.low) & mask(Math.max(length - Long.SIZE, 0))) == 0;
  }

  /** As a Java address. */
  public InetAddress toInetAddress() {
    try {
      return InetAddress.getByAddress(
          ByteBuffer.allocate(OCTETS).putLong(high).putLong(low).array());
    } catch (UnknownHostException e) {
      throw new AssertionError("16 octets make an address", e);
    }
  }

  private static long mask(int bits) {
    return bits == 0 ? 0 : -1L << (Long.SIZE - bits);
  }

  @Override
  public String toString() {
    return toInetAddress().getHostAddress();
  }
}

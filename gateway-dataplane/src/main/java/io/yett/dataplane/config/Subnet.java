package io.yett.dataplane.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * An address prefix such as {@code 10.1.0.0/24}; host bits are zero.
 *
 * @param prefixLength 0..32 (IPv4) or 0..128 (IPv6)
 */
public record Subnet(InetAddress address, int prefixLength) {

  /** Rejects prefix lengths out of range and addresses with host bits set. */
  public Subnet {
    int bits = address.getAddress().length * 8;
    if (prefixLength < 0 || prefixLength > bits) {
      throw new IllegalArgumentException("prefix length " + prefixLength + " is not in 0.." + bits);
    }
    if (!Arrays.equals(address.getAddress(), masked(address, prefixLength, false))) {
      throw new IllegalArgumentException(
          address.getHostAddress() + "/" + prefixLength + " has host bits set");
    }
  }

  /** The subnet of this length that an address is in. */
  public static Subnet containing(InetAddress address, int prefixLength) {
    return new Subnet(of(masked(address, prefixLength, false)), prefixLength);
  }

  /** The first address, all host bits zero. */
  public InetAddress first() {
    return address;
  }

  /** The last address, all host bits one. */
  public InetAddress last() {
    return of(masked(address, prefixLength, true));
  }

  /** Whether an address of the same family is inside. */
  public boolean contains(InetAddress other) {
    return other.getAddress().length == address.getAddress().length
        && containing(other, prefixLength).address.equals(address);
  }

  /** Whether the two have an address in common. */
  public boolean overlaps(Subnet other) {
    return prefixLength <= other.prefixLength ? contains(other.address) : other.contains(address);
  }

  @Override
  public String toString() {
    return address.getHostAddress() + "/" + prefixLength;
  }

  private static byte[] masked(InetAddress address, int prefixLength, boolean ones) {
    byte[] octets = address.getAddress();
    for (int bit = prefixLength; bit < octets.length * 8; bit++) {
      int mask = 0x80 >>> (bit & 7);
      octets[bit >>> 3] = (byte) (ones ? octets[bit >>> 3] | mask : octets[bit >>> 3] & ~mask);
    }
    return octets;
  }

  private static InetAddress of(byte[] octets) {
    try {
      return InetAddress.getByAddress(octets);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("address of " + octets.length + " octets", e);
    }
  }
}

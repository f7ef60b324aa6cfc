package io.yett.ike.pad;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Inner addresses for clients (RFC 7296 §2.19): a range of one family. Immutable.
 *
 * @param name unique among pools
 * @param first of the range, included
 * @param last of the range, included
 * @param dns servers that clients are told; of either family
 */
public record AddressPool(String name, InetAddress first, InetAddress last, List<InetAddress> dns) {

  /** Rejects ranges of two families, empty and backward ones. */
  public AddressPool {
    dns = List.copyOf(dns);
    if (first.getAddress().length != last.getAddress().length
        || number(first).compareTo(number(last)) > 0) {
      throw new IllegalArgumentException("pool " + name + " has no addresses");
    }
  }

  /** How many addresses there are, at most {@link Long#MAX_VALUE}. */
  public long size() {
    BigInteger size = number(last).subtract(number(first)).add(BigInteger.ONE);
    return size.bitLength() > 63 ? Long.MAX_VALUE : size.longValue();
  }

  /** The address at a place, 0 the first. */
  public InetAddress at(long index) {
    byte[] octets = first.getAddress();
    byte[] sum = number(first).add(BigInteger.valueOf(index)).toByteArray();
    for (int i = 1; i <= octets.length; i++) {
      octets[octets.length - i] = i <= sum.length ? sum[sum.length - i] : 0;
    }
    try {
      return InetAddress.getByAddress(octets);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of " + octets.length + " octets", e);
    }
  }

  /** Whether an address is in the range. */
  public boolean contains(InetAddress address) {
    return address.getAddress().length == first.getAddress().length
        && number(address).compareTo(number(first)) >= 0
        && number(address).compareTo(number(last)) <= 0;
  }

  public boolean isIpv4() {
    return first.getAddress().length == 4;
  }

  private static BigInteger number(InetAddress address) {
    return new BigInteger(1, address.getAddress());
  }
}

package io.yett.dataplane.sachannel;

import io.yett.dataplane.sachannel.codec.AddressDecoder;
import io.yett.dataplane.sachannel.codec.AddressEncoder;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** IP addresses in messages: a family, then octets in network order. Stateless. */
final class AddressCodec {
  private static final short IPV4 = 4;
  private static final short IPV6 = 6;
  private static final int OCTETS = 16;

  private AddressCodec() {}

  static void encode(AddressEncoder encoder, InetAddress address) {
    byte[] octets = address.getAddress();
    byte[] padded = new byte[OCTETS];
    System.arraycopy(octets, 0, padded, 0, octets.length);
    encoder.family(octets.length == 4 ? IPV4 : IPV6).putOctets(padded, 0, OCTETS);
  }

  /** Throws {@link IllegalArgumentException} for an unknown family. */
  static InetAddress decode(AddressDecoder decoder) {
    int length =
        switch (decoder.family()) {
          case IPV4 -> 4;
          case IPV6 -> OCTETS;
          default -> throw new IllegalArgumentException("address family " + decoder.family());
        };
    byte[] octets = new byte[length];
    for (int i = 0; i < length; i++) {
      octets[i] = (byte) decoder.octets(i);
    }
    try {
      return InetAddress.getByAddress(octets);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("address of " + length + " octets", e);
    }
  }
}

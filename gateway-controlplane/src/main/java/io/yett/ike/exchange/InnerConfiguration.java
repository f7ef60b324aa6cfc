package io.yett.ike.exchange;

import io.yett.dataplane.sachannel.TrafficSelector;
import io.yett.ike.message.CpAttributeType;
import io.yett.ike.message.CpPayload;
import io.yett.ike.message.CpPayload.Attribute;
import io.yett.ike.message.CpType;
import io.yett.ike.message.IkeMessage;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Configuration payloads (RFC 7296 §3.15): inner addresses, DNS servers, and the subnets that go
 * through the tunnel.
 */
final class InnerConfiguration {
  private static final int IPV4_OCTETS = 4;
  private static final int IPV6_OCTETS = 16;

  /** Of one kind that we take from a peer. */
  private static final int MAX_VALUES = 16;

  /**
   * What a reply says.
   *
   * @param subnets for people, as {@code 10.1.0.0/24}
   */
  record Reply(List<InetAddress> addresses, List<InetAddress> dns, List<String> subnets) {}

  private InnerConfiguration() {}

  /** Asks for an IPv4 address and all that goes with it. */
  static CpPayload request() {
    return new CpPayload(
        CpType.REQUEST.number(),
        List.of(
            attribute(CpAttributeType.INTERNAL_IP4_ADDRESS, new byte[0]),
            attribute(CpAttributeType.INTERNAL_IP4_DNS, new byte[0]),
            attribute(CpAttributeType.INTERNAL_IP4_SUBNET, new byte[0])));
  }

  /** The peer's CFG_REQUEST; empty if there is none. */
  static Optional<CpPayload> requested(IkeMessage message) {
    return message.all(CpPayload.class).stream()
        .filter(cp -> cp.cpType() == CpType.REQUEST.number())
        .findFirst();
  }

  /** Whether it asks for an address of that family. */
  static boolean wants(CpPayload request, boolean ipv4) {
    CpAttributeType type =
        ipv4 ? CpAttributeType.INTERNAL_IP4_ADDRESS : CpAttributeType.INTERNAL_IP6_ADDRESS;
    return request.attributes().stream().anyMatch(a -> a.type() == type.number());
  }

  /**
   * Answers a request.
   *
   * @param networks what goes through the tunnel, as far as it is subnets (split tunnel)
   */
  static CpPayload reply(
      List<InetAddress> addresses, List<InetAddress> dns, List<TrafficSelector> networks) {
    List<Attribute> attributes = new ArrayList<>();
    for (InetAddress address : addresses) {
      byte[] octets = address.getAddress();
      attributes.add(
          octets.length == IPV4_OCTETS
              ? attribute(CpAttributeType.INTERNAL_IP4_ADDRESS, octets)
              : attribute(CpAttributeType.INTERNAL_IP6_ADDRESS, withLength(octets, 128)));
    }
    for (InetAddress server : dns) {
      byte[] octets = server.getAddress();
      attributes.add(
          attribute(
              octets.length == IPV4_OCTETS
                  ? CpAttributeType.INTERNAL_IP4_DNS
                  : CpAttributeType.INTERNAL_IP6_DNS,
              octets));
    }
    for (TrafficSelector network : networks) {
      subnet(network).ifPresent(attributes::add);
    }
    return new CpPayload(CpType.REPLY.number(), attributes);
  }

  /** A subnet of the selector's addresses; empty if they are not one, or all there are. */
  private static Optional<Attribute> subnet(TrafficSelector network) {
    byte[] first = network.startAddress().getAddress();
    byte[] last = network.endAddress().getAddress();
    BigInteger difference = new BigInteger(1, first).xor(new BigInteger(1, last));
    int hostBits = difference.bitLength();
    boolean whole =
        difference.add(BigInteger.ONE).bitCount() == 1
            && new BigInteger(1, first).getLowestSetBit() >= hostBits;
    if (!whole || hostBits == first.length * 8) {
      return Optional.empty();
    }
    if (first.length == IPV6_OCTETS) {
      return Optional.of(
          attribute(CpAttributeType.INTERNAL_IP6_SUBNET, withLength(first, 128 - hostBits)));
    }
    byte[] value = Arrays.copyOf(first, 2 * IPV4_OCTETS);
    for (int bit = 0; bit < 32 - hostBits; bit++) {
      value[IPV4_OCTETS + bit / 8] |= (byte) (0x80 >>> (bit & 7));
    }
    return Optional.of(attribute(CpAttributeType.INTERNAL_IP4_SUBNET, value));
  }

  /** What the peer's reply says; unknown and malformed attributes are left out. */
  static Reply read(IkeMessage message) {
    List<InetAddress> addresses = new ArrayList<>();
    List<InetAddress> dns = new ArrayList<>();
    List<String> subnets = new ArrayList<>();
    message.all(CpPayload.class).stream()
        .filter(cp -> cp.cpType() == CpType.REPLY.number())
        .flatMap(cp -> cp.attributes().stream())
        .forEach(attribute -> {
          byte[] value = attribute.value();
          if (is(attribute, CpAttributeType.INTERNAL_IP4_ADDRESS, IPV4_OCTETS)) {
            add(addresses, address(value));
          } else if (is(attribute, CpAttributeType.INTERNAL_IP6_ADDRESS, IPV6_OCTETS + 1)) {
            add(addresses, address(Arrays.copyOf(value, IPV6_OCTETS)));
          } else if (is(attribute, CpAttributeType.INTERNAL_IP4_DNS, IPV4_OCTETS)
              || is(attribute, CpAttributeType.INTERNAL_IP6_DNS, IPV6_OCTETS)) {
            add(dns, address(value));
          } else if (is(attribute, CpAttributeType.INTERNAL_IP4_SUBNET, 2 * IPV4_OCTETS)) {
            int mask = new BigInteger(1, Arrays.copyOfRange(value, 4, 8)).bitCount();
            add(subnets, address(Arrays.copyOf(value, 4)).getHostAddress() + "/" + mask);
          } else if (is(attribute, CpAttributeType.INTERNAL_IP6_SUBNET, IPV6_OCTETS + 1)) {
            InetAddress network = address(Arrays.copyOf(value, IPV6_OCTETS));
            add(subnets, network.getHostAddress() + "/" + (value[IPV6_OCTETS] & 0xff));
          }
        });
    return new Reply(List.copyOf(addresses), List.copyOf(dns), List.copyOf(subnets));
  }

  private static <T> void add(List<T> values, T value) {
    if (values.size() < MAX_VALUES) {
      values.add(value);
    }
  }

  private static boolean is(Attribute attribute, CpAttributeType type, int length) {
    return attribute.type() == type.number() && attribute.value().length == length;
  }

  private static InetAddress address(byte[] octets) {
    try {
      return InetAddress.getByAddress(octets);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of " + octets.length + " octets", e);
    }
  }

  private static byte[] withLength(byte[] address, int prefixLength) {
    byte[] value = Arrays.copyOf(address, address.length + 1);
    value[address.length] = (byte) prefixLength;
    return value;
  }

  private static Attribute attribute(CpAttributeType type, byte[] value) {
    return new Attribute(type.number(), value);
  }
}

package io.yett.ike.message;

import io.yett.dataplane.sachannel.TrafficSelector;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;

/**
 * A traffic selector as it is on the wire (RFC 7296 §3.13.1). It may be of an unknown type, an
 * empty range, or OPAQUE (ports 65535..0), so it is apart from {@link TrafficSelector}, which is
 * always a usable range.
 */
public final class IkeTrafficSelector {
  static final int HEADER_OCTETS = 8;

  private final int type;
  private final int protocol;
  private final int startPort;
  private final int endPort;
  private final byte[] addresses;

  private IkeTrafficSelector(int type, int protocol, int startPort, int endPort, byte[] addresses) {
    this.type = type;
    this.protocol = protocol;
    this.startPort = startPort;
    this.endPort = endPort;
    this.addresses = addresses;
  }

  /** Converts a usable range, IPv4 or IPv6. */
  public static IkeTrafficSelector of(TrafficSelector selector) {
    byte[] start = selector.startAddress().getAddress();
    byte[] end = selector.endAddress().getAddress();
    byte[] both = Arrays.copyOf(start, start.length + end.length);
    System.arraycopy(end, 0, both, start.length, end.length);
    TsType type = start.length == 4 ? TsType.IPV4_ADDR_RANGE : TsType.IPV6_ADDR_RANGE;
    return new IkeTrafficSelector(
        type.number(), selector.protocol(), selector.startPort(), selector.endPort(), both);
  }

  /** A {@link TsType} number. */
  public int type() {
    return type;
  }

  /** IP protocol number; 0 is any. */
  public int protocol() {
    return protocol;
  }

  public int startPort() {
    return startPort;
  }

  public int endPort() {
    return endPort;
  }

  /** The range, if it is one of IPv4 or IPv6, not empty and not OPAQUE. */
  public Optional<TrafficSelector> toTrafficSelector() {
    boolean known =
        type == TsType.IPV4_ADDR_RANGE.number() || type == TsType.IPV6_ADDR_RANGE.number();
    if (!known || startPort > endPort) {
      return Optional.empty();
    }
    int length = addresses.length / 2;
    byte[] start = Arrays.copyOf(addresses, length);
    byte[] end = Arrays.copyOfRange(addresses, length, 2 * length);
    if (Arrays.compareUnsigned(start, end) > 0) {
      return Optional.empty();
    }
    try {
      InetAddress first = InetAddress.getByAddress(start);
      InetAddress last = InetAddress.getByAddress(end);
      // ::ffff:a.b.c.d becomes an IPv4 address in Java; such a range mixes families or changes
      // them.
      if (first.getAddress().length != length || last.getAddress().length != length) {
        return Optional.empty();
      }
      return Optional.of(new TrafficSelector(protocol, startPort, endPort, first, last));
    } catch (UnknownHostException e) {
      return Optional.empty(); // the lengths were checked when it was decoded
    }
  }

  static IkeTrafficSelector decode(OctetReader reader) throws MalformedException {
    int type = reader.u8();
    int protocol = reader.u8();
    int length = reader.u16();
    if (length < HEADER_OCTETS) {
      throw new MalformedException("traffic selector of " + length + " octets");
    }
    OctetReader body = reader.slice(length - 4);
    int startPort = body.u16();
    int endPort = body.u16();
    byte[] addresses = body.rest();
    int wanted =
        type == TsType.IPV4_ADDR_RANGE.number()
            ? 8
            : type == TsType.IPV6_ADDR_RANGE.number() ? 32 : addresses.length;
    if (addresses.length != wanted) {
      throw new MalformedException("traffic selector of type " + type + ", " + length + " octets");
    }
    return new IkeTrafficSelector(type, protocol, startPort, endPort, addresses);
  }

  void write(OctetWriter writer) {
    writer.u8(type).u8(protocol).u16(HEADER_OCTETS + addresses.length);
    writer.u16(startPort).u16(endPort).bytes(addresses);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof IkeTrafficSelector that
        && type == that.type
        && protocol == that.protocol
        && startPort == that.startPort
        && endPort == that.endPort
        && Arrays.equals(addresses, that.addresses);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * type + protocol) + Arrays.hashCode(addresses);
  }
}

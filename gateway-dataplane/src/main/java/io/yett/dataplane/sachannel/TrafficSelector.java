package io.yett.dataplane.sachannel;

import java.net.InetAddress;
import java.util.Arrays;

/**
 * One traffic selector: an address range, a protocol and a port range (RFC 7296 §3.13.1, RFC 4301
 * §4.4.1.1). Ranges are inclusive, addresses in network byte order. Ports from 65535 to 0 are
 * OPAQUE: packets that show none, such as fragments. With ICMP a port is type * 256 + code, on both
 * sides.
 *
 * @param protocol IP protocol number, 0 = any
 * @param startAddress 4 or 16 octets; never modified
 */
public record TrafficSelector(
    int protocol, int startPort, int endPort, InetAddress startAddress, InetAddress endAddress) {

  private static final int OPAQUE_START = 65_535;
  private static final int OPAQUE_END = 0;

  /** Rejects mixed families, empty ranges, and ports or protocols out of range. */
  public TrafficSelector {
    byte[] start = startAddress.getAddress();
    byte[] end = endAddress.getAddress();
    if (start.length != end.length || Arrays.compareUnsigned(start, end) > 0) {
      throw new IllegalArgumentException(
          "bad address range " + startAddress.getHostAddress() + "-" + endAddress.getHostAddress());
    }
    if (protocol < 0 || protocol > 255) {
      throw new IllegalArgumentException("bad protocol " + protocol);
    }
    boolean opaque = startPort == OPAQUE_START && endPort == OPAQUE_END;
    if (!opaque && (startPort < 0 || endPort > 65_535 || startPort > endPort)) {
      throw new IllegalArgumentException("bad port range " + startPort + "-" + endPort);
    }
  }

  /** Whether it takes in packets that show no ports, and those alone (RFC 4301 §4.4.1.1). */
  public boolean isOpaque() {
    return startPort == OPAQUE_START && endPort == OPAQUE_END;
  }

  /** All protocols and ports of an inclusive address range. */
  public static TrafficSelector ofRange(InetAddress start, InetAddress end) {
    return new TrafficSelector(0, 0, 65_535, start, end);
  }
}

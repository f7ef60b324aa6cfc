package io.yett.dataplane.esp;

import io.yett.dataplane.packet.Ipv4;
import io.yett.dataplane.packet.Ipv6;

/** What an outer header takes from an inner IPv6 one (RFC 4301 section 5.1.2). */
final class InnerIpv6 {
  private InnerIpv6() {}

  /**
   * The first 8 octets of an IPv4 header that says the same, as a little-endian load finds them:
   * DSCP and ECN, and DF. Routers do not cut IPv6, so DF is set; but not in packets so small that
   * no sender would make smaller ones: these the path may cut (RFC 2473 section 7.1).
   *
   * @param length octets of the packet
   */
  static long asIpv4(long ip, int length) {
    int dontFragment = length > Ipv6.MIN_MTU ? Ipv4.WIRE_DF : 0;
    return ((long) Ipv6.trafficClass(ip) << Byte.SIZE) | ((long) dontFragment << 48);
  }
}

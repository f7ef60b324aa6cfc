package io.yett.dataplane.port;

import io.yett.dataplane.port.OwnAddresses.OwnAddress;
import io.yett.dataplane.port.OwnAddresses.OwnPort;
import java.net.InetAddress;
import java.util.List;

/** A gateway with a red and a black port, for tests. */
public final class TwoPorts {
  public static final int RED = 0;
  public static final int BLACK = 1;
  public static final int RED_ADDRESS = 0x0A010001;
  public static final int BLACK_ADDRESS = 0xC0000201;

  private TwoPorts() {}

  /** 10.1.0.1/24 behind 02:00:00:00:00:01, 192.0.2.1/24 behind 02:00:00:00:00:02. */
  public static OwnAddresses addresses() {
    return new OwnAddresses(
        List.of(
            new OwnPort("red", 0x020000000001L, 1500, List.of(new OwnAddress(RED_ADDRESS, 24))),
            new OwnPort(
                "black", 0x020000000002L, 1500, List.of(new OwnAddress(BLACK_ADDRESS, 24)))));
  }

  /** 2001:db8:1::1/64 and 2001:db8:ff::1/64 on the same ports. */
  public static OwnAddresses6 addresses6() {
    return new OwnAddresses6(
        List.of(
            new OwnAddresses6.OwnPort(
                "red", 0x020000000001L, 1500, List.of(address6("2001:db8:1::1"))),
            new OwnAddresses6.OwnPort(
                "black", 0x020000000002L, 1500, List.of(address6("2001:db8:ff::1")))));
  }

  private static OwnAddresses6.OwnAddress address6(String text) {
    return new OwnAddresses6.OwnAddress(Address6.of(InetAddress.ofLiteral(text)), 64);
  }
}

package io.yett.dataplane.port;

import java.util.Locale;

/** Addresses for people. */
public final class Text {
  private Text() {}

  /** An IPv4 address in host order, as {@code 192.0.2.1}. */
  public static String address(int address) {
    return (address >>> 24)
        + "."
        + ((address >>> 16) & 0xFF)
        + "."
        + ((address >>> 8) & 0xFF)
        + "."
        + (address & 0xFF);
  }

  /** A MAC address in the low 48 bits, as {@code 02:00:00:00:00:01}. */
  public static String mac(long mac) {
    return String.format(
        Locale.ROOT,
        "%02x:%02x:%02x:%02x:%02x:%02x",
        (mac >>> 40) & 0xFF,
        (mac >>> 32) & 0xFF,
        (mac >>> 24) & 0xFF,
        (mac >>> 16) & 0xFF,
        (mac >>> 8) & 0xFF,
        mac & 0xFF);
  }
}

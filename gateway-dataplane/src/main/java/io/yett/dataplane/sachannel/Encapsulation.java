package io.yett.dataplane.sachannel;

/**
 * What an SA makes of a packet.
 *
 * @param protocol ESP or AH
 * @param mode tunnel or transport
 * @param tfcLength octets up to which inner packets are padded (RFC 4303 §2.7) where path and
 *     buffer allow it, 0 for none; with ESP in tunnel mode, for what is sent
 */
public record Encapsulation(IpsecProtocol protocol, IpsecMode mode, int tfcLength) {
  /** ESP in tunnel mode, with as little padding as can be. */
  public static final Encapsulation ESP_TUNNEL =
      new Encapsulation(IpsecProtocol.ESP, IpsecMode.TUNNEL, 0);

  /** The most octets of {@link #tfcLength}. */
  public static final int MAX_TFC_LENGTH = 9000;

  /** Rejects what is out of range, and hiding lengths by anything but an ESP tunnel. */
  public Encapsulation {
    if (tfcLength < 0 || tfcLength > MAX_TFC_LENGTH) {
      throw new IllegalArgumentException("TFC padding to " + tfcLength + " octets");
    }
    if (tfcLength != 0 && (protocol != IpsecProtocol.ESP || mode != IpsecMode.TUNNEL)) {
      throw new IllegalArgumentException(
          "TFC padding needs ESP in tunnel mode (RFC 4303 section 2.7)");
    }
  }

  /** One of the four forms, without TFC padding. */
  public static Encapsulation of(IpsecProtocol protocol, IpsecMode mode) {
    return new Encapsulation(protocol, mode, 0);
  }

  public boolean isAh() {
    return protocol == IpsecProtocol.AH;
  }

  public boolean isTransport() {
    return mode == IpsecMode.TRANSPORT;
  }
}

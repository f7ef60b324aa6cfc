package io.yett.dataplane.sachannel;

/**
 * What an SA makes of a packet.
 *
 * @param protocol ESP or AH
 * @param mode tunnel or transport
 * @param tfcLength octets up to which inner packets are padded (RFC 4303 §2.7) where path and
 *     buffer allow it, 0 for none; outbound, with ESP in tunnel mode
 * @param dummiesPerSecond dummy packets (RFC 4303 §2.6) that are sent, 0 for none; outbound, with
 *     ESP in tunnel mode
 */
public record Encapsulation(
    IpsecProtocol protocol, IpsecMode mode, int tfcLength, int dummiesPerSecond) {
  /** ESP in tunnel mode, without dummies and with as little padding as can be. */
  public static final Encapsulation ESP_TUNNEL =
      new Encapsulation(IpsecProtocol.ESP, IpsecMode.TUNNEL, 0, 0);

  /** The most octets of {@link #tfcLength}. */
  public static final int MAX_TFC_LENGTH = 9000;

  /** The most of {@link #dummiesPerSecond}: they take the place of packets. */
  public static final int MAX_DUMMIES_PER_SECOND = 10_000;

  /** Rejects what is out of range, and hiding traffic with anything but an ESP tunnel. */
  public Encapsulation {
    if (tfcLength < 0 || tfcLength > MAX_TFC_LENGTH) {
      throw new IllegalArgumentException("TFC padding to " + tfcLength + " octets");
    }
    if (dummiesPerSecond < 0 || dummiesPerSecond > MAX_DUMMIES_PER_SECOND) {
      throw new IllegalArgumentException(dummiesPerSecond + " dummy packets a second");
    }
    if ((tfcLength != 0 || dummiesPerSecond != 0)
        && (protocol != IpsecProtocol.ESP || mode != IpsecMode.TUNNEL)) {
      throw new IllegalArgumentException(
          "TFC padding and dummy packets need ESP in tunnel mode (RFC 4303 section 2.7)");
    }
  }

  /** One of the four forms, without TFC. */
  public static Encapsulation of(IpsecProtocol protocol, IpsecMode mode) {
    return new Encapsulation(protocol, mode, 0, 0);
  }

  public boolean isAh() {
    return protocol == IpsecProtocol.AH;
  }

  public boolean isTransport() {
    return mode == IpsecMode.TRANSPORT;
  }
}

package io.yett.ike.message;

/**
 * The IKE header (RFC 7296 §3.1) without what the codec computes itself (next payload, version,
 * length).
 *
 * @param initiatorSpi the initiator's IKE SPI; 64 bits, network order on the wire, not 0
 * @param responderSpi the responder's IKE SPI; 0 in the first message
 * @param fromInitiator the I flag: sent by the original initiator of the IKE SA
 * @param response the R flag
 * @param messageId unsigned 32 bits
 */
public record IkeHeader(
    long initiatorSpi,
    long responderSpi,
    ExchangeType exchangeType,
    boolean fromInitiator,
    boolean response,
    int messageId) {

  /** The I flag on the wire. */
  static final int FLAG_INITIATOR = 0x08;

  /** The V flag on the wire: the sender could speak a higher major version. Ignored. */
  static final int FLAG_VERSION = 0x10;

  /** The R flag on the wire. */
  static final int FLAG_RESPONSE = 0x20;

  /** IKEv2: major version 2, minor version 0. */
  static final int VERSION = 0x20;

  /** The highest major version that is understood (RFC 7296 §2.5). */
  public static final int MAJOR_VERSION = 2;

  /** One line for people, e.g. {@code IKE_AUTH request 1 0123…/4567…}. */
  @Override
  public String toString() {
    return String.format(
        "%s %s %s %016x/%016x",
        exchangeType,
        response ? "response" : "request",
        Integer.toUnsignedString(messageId),
        initiatorSpi,
        responderSpi);
  }
}

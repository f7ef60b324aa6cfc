package io.yett.ike.message;

/** The EAP payload: one EAP message (RFC 7296 §3.16, RFC 3748). */
public final class EapPayload extends Payload {
  /** Octets of code, identifier and length. */
  private static final int EAP_HEADER_OCTETS = 4;

  private final byte[] eapMessage;

  /** Takes a whole EAP message, whose own length field must be right. */
  public EapPayload(byte[] eapMessage) {
    if (!isWellFormed(eapMessage)) {
      throw new IllegalArgumentException("malformed EAP message");
    }
    this.eapMessage = eapMessage;
  }

  /** The EAP message from its code octet on. */
  public byte[] eapMessage() {
    return eapMessage;
  }

  /** 1 request, 2 response, 3 success, 4 failure (RFC 3748 §4). */
  public int code() {
    return eapMessage[0] & 0xff;
  }

  public int identifier() {
    return eapMessage[1] & 0xff;
  }

  @Override
  public int typeNumber() {
    return PayloadType.EAP.number();
  }

  static EapPayload decode(OctetReader reader) throws MalformedException {
    byte[] message = reader.rest();
    if (!isWellFormed(message)) {
      throw new MalformedException("EAP message of " + message.length + " octets");
    }
    return new EapPayload(message);
  }

  private static boolean isWellFormed(byte[] message) {
    return message.length >= EAP_HEADER_OCTETS
        && ((message[2] & 0xff) << 8 | (message[3] & 0xff)) == message.length;
  }

  @Override
  void writeBody(OctetWriter writer) {
    writer.bytes(eapMessage);
  }
}

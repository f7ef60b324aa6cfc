package io.yett.ike.message;

/** Writes IKE messages (RFC 7296 §3). Total for valid objects; stateless. */
public final class IkeEncoder {
  private static final int LENGTH_OFFSET = 24;

  private IkeEncoder() {}

  /**
   * Encodes a message as it is, unprotected (IKE_SA_INIT).
   *
   * @throws IllegalArgumentException if it is longer than {@link IkeLimits#MAX_MESSAGE_OCTETS}
   */
  public static byte[] encode(IkeMessage message) {
    OctetWriter writer = new OctetWriter();
    writeHeader(message.header(), PayloadChain.firstType(message.payloads()), writer);
    PayloadChain.write(message.payloads(), writer);
    return finish(writer);
  }

  /**
   * Encodes a message with all its payloads inside one SK payload (RFC 7296 §3.14). Each call makes
   * a new IV: a retransmission must send the octets of the first call again.
   *
   * @throws IllegalArgumentException if it is longer than {@link IkeLimits#MAX_MESSAGE_OCTETS}
   */
  public static byte[] encodeProtected(IkeMessage message, SkSealer sealer) {
    OctetWriter inner = new OctetWriter();
    PayloadChain.write(message.payloads(), inner);
    byte[] plaintext = inner.toArray();
    int sealedLength = sealer.sealedLength(plaintext.length);
    OctetWriter writer = new OctetWriter();
    writeHeader(message.header(), PayloadType.SK.number(), writer);
    writer.u8(PayloadChain.firstType(message.payloads())).u8(0);
    checkLength(writer.length() + sealedLength);
    writer.u16(IkeLimits.PAYLOAD_HEADER_OCTETS + sealedLength);
    int bodyOffset = writer.length();
    writer.bytes(new byte[sealedLength]);
    byte[] octets = finish(writer);
    sealer.seal(octets, bodyOffset, plaintext);
    return octets;
  }

  private static void writeHeader(IkeHeader header, int firstType, OctetWriter writer) {
    int flags =
        (header.fromInitiator() ? IkeHeader.FLAG_INITIATOR : 0)
            | (header.response() ? IkeHeader.FLAG_RESPONSE : 0);
    writer.u64(header.initiatorSpi()).u64(header.responderSpi());
    writer.u8(firstType).u8(IkeHeader.VERSION).u8(header.exchangeType().number()).u8(flags);
    writer.u32(header.messageId()).u32(0);
  }

  private static byte[] finish(OctetWriter writer) {
    checkLength(writer.length());
    writer.setU16(LENGTH_OFFSET, writer.length() >>> 16);
    writer.setU16(LENGTH_OFFSET + 2, writer.length() & 0xffff);
    return writer.toArray();
  }

  private static void checkLength(int length) {
    if (length > IkeLimits.MAX_MESSAGE_OCTETS) {
      throw new IllegalArgumentException("IKE message of " + length + " octets");
    }
  }
}

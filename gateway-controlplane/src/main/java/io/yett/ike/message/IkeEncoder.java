package io.yett.ike.message;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Writes IKE messages (RFC 7296 §3). Total for valid objects; stateless. */
public final class IkeEncoder {
  private static final int LENGTH_OFFSET = 24;

  /** Octets before the IV of an SK payload. */
  private static final int SK_OVERHEAD = IkeLimits.HEADER_OCTETS + IkeLimits.PAYLOAD_HEADER_OCTETS;

  /** Octets before the IV of an SKF payload. */
  private static final int SKF_OVERHEAD = SK_OVERHEAD + SkfPayload.FRAGMENT_HEADER_OCTETS;

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

  /**
   * Encodes a protected message in as many datagrams as it takes (RFC 7383 §2.5): one with an SK
   * payload if that is small enough, else fragments.
   *
   * @param maxOctets of one datagram, the IKE header included; more than 128. Of messages that
   *     would make more than {@link IkeLimits#MAX_FRAGMENTS} fragments these are bigger.
   * @throws IllegalArgumentException if it is longer than {@link IkeLimits#MAX_MESSAGE_OCTETS}
   */
  public static List<byte[]> encodeProtected(IkeMessage message, SkSealer sealer, int maxOctets) {
    OctetWriter inner = new OctetWriter();
    PayloadChain.write(message.payloads(), inner);
    byte[] plaintext = inner.toArray();
    if (SK_OVERHEAD + sealer.sealedLength(plaintext.length) <= maxOctets) {
      return List.of(encodeProtected(message, sealer));
    }
    checkLength(SK_OVERHEAD + sealer.sealedLength(plaintext.length));
    int share = share(sealer, maxOctets, plaintext.length);
    int total = (plaintext.length + share - 1) / share;
    int firstType = PayloadChain.firstType(message.payloads());
    List<byte[]> fragments = new ArrayList<>(total);
    for (int i = 0; i < total; i++) {
      int end = Math.min(plaintext.length, (i + 1) * share);
      byte[] part = Arrays.copyOfRange(plaintext, i * share, end);
      SkfPayload empty =
          new SkfPayload(
              i == 0 ? firstType : 0, i + 1, total, new byte[sealer.sealedLength(part.length)]);
      byte[] octets = encode(new IkeMessage(message.header(), List.of(empty)));
      sealer.seal(octets, SKF_OVERHEAD, part);
      fragments.add(octets);
    }
    return fragments;
  }

  /** Octets of the inner payloads that fit into one fragment. */
  private static int share(SkSealer sealer, int maxOctets, int length) {
    int share = maxOctets - SKF_OVERHEAD;
    while (share > 1 && SKF_OVERHEAD + sealer.sealedLength(share) > maxOctets) {
      share--;
    }
    return Math.max(share, (length + IkeLimits.MAX_FRAGMENTS - 1) / IkeLimits.MAX_FRAGMENTS);
  }

  /**
   * What AUTH signs of an IKE_INTERMEDIATE message (RFC 9242 §3.3.2): {@code IntAuth_A |
   * IntAuth_P}, the message as if it had one Encrypted payload without IV, padding and ICV.
   */
  public static byte[] intermediateOctets(IkeMessage message) {
    OctetWriter inner = new OctetWriter();
    PayloadChain.write(message.payloads(), inner);
    return intermediateOctets(
        message.header(), PayloadChain.firstType(message.payloads()), inner.toArray());
  }

  static byte[] intermediateOctets(IkeHeader header, int firstType, byte[] plaintext) {
    OctetWriter writer = new OctetWriter();
    writeHeader(header, PayloadType.SK.number(), writer);
    writer.u8(firstType).u8(0).u16(IkeLimits.PAYLOAD_HEADER_OCTETS + plaintext.length);
    writer.bytes(plaintext);
    return finish(writer);
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

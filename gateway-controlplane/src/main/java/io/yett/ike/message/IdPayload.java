package io.yett.ike.message;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;

/**
 * An Identification payload, IDi or IDr (RFC 7296 §3.5). {@link #body()} is what AUTH covers
 * (RestOfInitIDPayload of RFC 7296 §2.15).
 */
public final class IdPayload extends Payload {
  private final boolean initiator;
  private final int idType;
  private final byte[] data;

  /**
   * Makes a payload.
   *
   * @param initiator true for IDi, false for IDr
   * @param idType an {@link IdType} number, 0..255
   */
  public IdPayload(boolean initiator, int idType, byte[] data) {
    if (idType < 0 || idType > 0xff) {
      throw new IllegalArgumentException("bad identification type " + idType);
    }
    this.initiator = initiator;
    this.idType = idType;
    this.data = data;
  }

  /** ID_FQDN; ASCII, without a final dot. */
  public static IdPayload fqdn(boolean initiator, String name) {
    return new IdPayload(initiator, IdType.FQDN.number(), name.getBytes(StandardCharsets.US_ASCII));
  }

  /** ID_RFC822_ADDR, e.g. {@code someone@example.com}. */
  public static IdPayload email(boolean initiator, String address) {
    return new IdPayload(
        initiator, IdType.RFC822_ADDR.number(), address.getBytes(StandardCharsets.US_ASCII));
  }

  /** ID_IPV4_ADDR or ID_IPV6_ADDR. */
  public static IdPayload address(boolean initiator, InetAddress address) {
    byte[] octets = address.getAddress();
    IdType type = octets.length == 4 ? IdType.IPV4_ADDR : IdType.IPV6_ADDR;
    return new IdPayload(initiator, type.number(), octets);
  }

  public boolean initiator() {
    return initiator;
  }

  /** An {@link IdType} number. */
  public int idType() {
    return idType;
  }

  public byte[] data() {
    return data;
  }

  @Override
  public int typeNumber() {
    return (initiator ? PayloadType.ID_INITIATOR : PayloadType.ID_RESPONDER).number();
  }

  static IdPayload decode(boolean initiator, OctetReader reader) throws MalformedException {
    int type = reader.u8();
    reader.skip(3);
    byte[] data = reader.rest();
    int wanted =
        type == IdType.IPV4_ADDR.number() ? 4 : type == IdType.IPV6_ADDR.number() ? 16 : -1;
    if (wanted >= 0 && data.length != wanted) {
      throw new MalformedException("address identification of " + data.length + " octets");
    }
    return new IdPayload(initiator, type, data);
  }

  @Override
  void writeBody(OctetWriter writer) {
    writer.u8(idType).u8(0).u16(0).bytes(data);
  }
}

package io.yett.ike.message;

import java.util.ArrayList;
import java.util.List;

/** The Delete payload (RFC 7296 §3.11). */
public final class DeletePayload extends Payload {
  private final int protocol;
  private final int spiLength;
  private final List<byte[]> spis;

  private DeletePayload(int protocol, int spiLength, List<byte[]> spis) {
    this.protocol = protocol;
    this.spiLength = spiLength;
    this.spis = spis;
  }

  /** Deletes the IKE SA that carries it. */
  public static DeletePayload ike() {
    return new DeletePayload(ProtocolId.IKE.number(), 0, List.of());
  }

  /** Deletes ESP SAs by the SPIs that the sender expects in inbound packets. */
  public static DeletePayload esp(List<Integer> spis) {
    if (spis.isEmpty() || spis.size() > IkeLimits.MAX_DELETED_SPIS) {
      throw new IllegalArgumentException("Delete payload with " + spis.size() + " SPIs");
    }
    List<byte[]> octets = spis.stream().map(spi -> new OctetWriter().u32(spi).toArray()).toList();
    return new DeletePayload(ProtocolId.ESP.number(), 4, octets);
  }

  /** A {@link ProtocolId} number. */
  public int protocol() {
    return protocol;
  }

  /** Whether it deletes the IKE SA. */
  public boolean deletesIkeSa() {
    return protocol == ProtocolId.IKE.number();
  }

  /** The 32-bit SPIs, unsigned; empty when it deletes the IKE SA. */
  public List<Integer> spis() {
    List<Integer> values = new ArrayList<>(spis.size());
    for (byte[] spi : spis) {
      values.add(
          (spi[0] & 0xff) << 24 | (spi[1] & 0xff) << 16 | (spi[2] & 0xff) << 8 | (spi[3] & 0xff));
    }
    return values;
  }

  @Override
  public int typeNumber() {
    return PayloadType.DELETE.number();
  }

  static DeletePayload decode(OctetReader reader) throws MalformedException {
    int protocol = reader.u8();
    int spiLength = reader.u8();
    int count = reader.u16();
    int wanted = ProtocolId.of(protocol).map(ProtocolId::spiLength).orElse(-1);
    if (protocol == ProtocolId.IKE.number()) {
      wanted = 0; // the IKE SA is named by the message's header
    }
    if (wanted < 0 || protocol == ProtocolId.NONE.number() || spiLength != wanted) {
      throw new MalformedException("Delete of protocol " + protocol + ", SPI size " + spiLength);
    }
    if (count > IkeLimits.MAX_DELETED_SPIS || (spiLength == 0 && count != 0)) {
      throw new MalformedException("Delete of " + count + " SPIs");
    }
    List<byte[]> spis = new ArrayList<>(Math.min(count, reader.remaining()));
    for (int i = 0; i < count; i++) {
      spis.add(reader.bytes(spiLength));
    }
    reader.end("the SPIs of a Delete payload");
    return new DeletePayload(protocol, spiLength, spis);
  }

  @Override
  void writeBody(OctetWriter writer) {
    writer.u8(protocol).u8(spiLength).u16(spis.size());
    spis.forEach(writer::bytes);
  }
}

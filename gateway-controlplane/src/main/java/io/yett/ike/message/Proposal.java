package io.yett.ike.message;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A proposal substructure (RFC 7296 §3.3.1). Immutable by agreement, as {@link Payload}. */
public final class Proposal {
  static final int HEADER_OCTETS = 8;

  private final int number;
  private final int protocol;
  private final byte[] spi;
  private final List<Transform> transforms;

  /**
   * Makes a proposal.
   *
   * @param number 1 for the first of an SA payload, then one more each; 0..255
   * @param protocol a {@link ProtocolId} number, 0..255
   * @param spi the sender's SPI; empty in IKE_SA_INIT
   */
  public Proposal(int number, int protocol, byte[] spi, List<Transform> transforms) {
    if (number < 0 || number > 0xff || protocol < 0 || protocol > 0xff) {
      throw new IllegalArgumentException("bad proposal " + number + "/" + protocol);
    }
    if (spi.length > IkeLimits.MAX_SPI_OCTETS || transforms.size() > IkeLimits.MAX_TRANSFORMS) {
      throw new IllegalArgumentException("proposal " + number + " is too long");
    }
    this.number = number;
    this.protocol = protocol;
    this.spi = spi;
    this.transforms = List.copyOf(transforms);
  }

  public int number() {
    return number;
  }

  /** A {@link ProtocolId} number. */
  public int protocol() {
    return protocol;
  }

  /** The sender's SPI as it is on the wire; empty in IKE_SA_INIT. */
  public byte[] spi() {
    return spi;
  }

  public List<Transform> transforms() {
    return transforms;
  }

  /** Whether it is for that protocol. */
  public boolean is(ProtocolId wanted) {
    return protocol == wanted.number();
  }

  /** The transforms of one type, in the sender's order. */
  public List<Transform> transforms(TransformType type) {
    return transforms.stream().filter(transform -> transform.is(type)).toList();
  }

  static Proposal decode(OctetReader reader) throws MalformedException {
    int more = reader.u8();
    reader.skip(1);
    int length = reader.u16();
    if (length < HEADER_OCTETS) {
      throw new MalformedException("proposal of " + length + " octets");
    }
    if (more != (reader.remaining() > length - 4 ? 2 : 0)) {
      throw new MalformedException("proposal says " + more + " of what follows it");
    }
    OctetReader body = reader.slice(length - 4);
    int number = body.u8();
    int protocol = body.u8();
    int spiLength = body.u8();
    int count = body.u8();
    if (spiLength > IkeLimits.MAX_SPI_OCTETS) {
      throw new MalformedException("SPI of " + spiLength + " octets");
    }
    byte[] spi = body.bytes(spiLength);
    List<Transform> transforms = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      transforms.add(Transform.decode(body, i == count - 1));
    }
    body.end("the transforms of a proposal");
    return new Proposal(number, protocol, spi, transforms);
  }

  void write(OctetWriter writer, boolean last) {
    int start = writer.length();
    writer.u8(last ? 0 : 2).u8(0).u16(0).u8(number).u8(protocol);
    writer.u8(spi.length).u8(transforms.size()).bytes(spi);
    for (int i = 0; i < transforms.size(); i++) {
      transforms.get(i).write(writer, i == transforms.size() - 1);
    }
    writer.setU16(start + 2, writer.length() - start);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Proposal that
        && number == that.number
        && protocol == that.protocol
        && Arrays.equals(spi, that.spi)
        && transforms.equals(that.transforms);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * number + protocol) + transforms.hashCode();
  }

  @Override
  public String toString() {
    return "Proposal[" + number + " protocol " + protocol + " " + transforms + "]";
  }
}

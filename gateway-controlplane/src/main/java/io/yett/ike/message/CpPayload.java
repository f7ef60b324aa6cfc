package io.yett.ike.message;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The Configuration payload (RFC 7296 §3.15). */
public final class CpPayload extends Payload {
  private final int cpType;
  private final List<Attribute> attributes;

  /**
   * Makes a payload.
   *
   * @param cpType a {@link CpType} number, 0..255
   */
  public CpPayload(int cpType, List<Attribute> attributes) {
    if (cpType < 0 || cpType > 0xff || attributes.size() > IkeLimits.MAX_CP_ATTRIBUTES) {
      throw new IllegalArgumentException("bad configuration payload " + cpType);
    }
    this.cpType = cpType;
    this.attributes = List.copyOf(attributes);
  }

  /** A {@link CpType} number. */
  public int cpType() {
    return cpType;
  }

  public List<Attribute> attributes() {
    return attributes;
  }

  @Override
  public int typeNumber() {
    return PayloadType.CP.number();
  }

  static CpPayload decode(OctetReader reader) throws MalformedException {
    int type = reader.u8();
    reader.skip(3);
    List<Attribute> attributes = new ArrayList<>();
    while (reader.remaining() > 0) {
      if (attributes.size() == IkeLimits.MAX_CP_ATTRIBUTES) {
        throw new MalformedException("too many configuration attributes");
      }
      int attribute = reader.u16() & 0x7fff; // the first bit is reserved
      attributes.add(new Attribute(attribute, reader.bytes(reader.u16())));
    }
    return new CpPayload(type, attributes);
  }

  @Override
  void writeBody(OctetWriter writer) {
    writer.u8(cpType).u8(0).u16(0);
    for (Attribute attribute : attributes) {
      writer.u16(attribute.type()).u16(attribute.value().length).bytes(attribute.value());
    }
  }

  /** One configuration attribute (RFC 7296 §3.15.1). */
  public static final class Attribute {
    private final int type;
    private final byte[] value;

    /**
     * Makes an attribute.
     *
     * @param type 0..32767
     * @param value may be empty, as in requests
     */
    public Attribute(int type, byte[] value) {
      if (type < 0 || type > 0x7fff || value.length > 0xffff) {
        throw new IllegalArgumentException("bad configuration attribute " + type);
      }
      this.type = type;
      this.value = value;
    }

    public int type() {
      return type;
    }

    public byte[] value() {
      return value;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Attribute that
          && type == that.type
          && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
      return 31 * type + Arrays.hashCode(value);
    }
  }
}

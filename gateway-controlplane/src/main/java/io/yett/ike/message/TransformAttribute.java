package io.yett.ike.message;

import java.util.Arrays;

/**
 * An attribute of a transform (RFC 7296 §3.3.5). Only Key Length is defined; others are kept, so
 * that the transform can be refused.
 */
public final class TransformAttribute {
  /** Key Length: the key's length in bits, in the short (TV) format. */
  public static final int KEY_LENGTH = 14;

  private static final int FORMAT_TV = 0x8000;

  private final int type;
  private final boolean fixed;
  private final byte[] value;

  private TransformAttribute(int type, boolean fixed, byte[] value) {
    this.type = type;
    this.fixed = fixed;
    this.value = value;
  }

  /** A Key Length attribute; bits in 0..65535. */
  public static TransformAttribute keyLength(int bits) {
    if (bits < 0 || bits > 0xffff) {
      throw new IllegalArgumentException("bad key length " + bits);
    }
    return new TransformAttribute(KEY_LENGTH, true, new byte[] {(byte) (bits >>> 8), (byte) bits});
  }

  /** An attribute in the long (TLV) format. */
  public static TransformAttribute variable(int type, byte[] value) {
    if (type < 0 || type >= FORMAT_TV || value.length > 0xffff) {
      throw new IllegalArgumentException("bad transform attribute " + type);
    }
    return new TransformAttribute(type, false, value);
  }

  /** The attribute's number without the format bit. */
  public int type() {
    return type;
  }

  /** Whether it is a Key Length in the format that RFC 7296 §3.3.5 demands. */
  public boolean isKeyLength() {
    return type == KEY_LENGTH && fixed;
  }

  /** The value of a Key Length, in bits. */
  public int bits() {
    return (value[0] & 0xff) << 8 | (value[1] & 0xff);
  }

  static TransformAttribute decode(OctetReader reader) throws MalformedException {
    int first = reader.u16();
    if ((first & FORMAT_TV) != 0) {
      return new TransformAttribute(first & ~FORMAT_TV, true, reader.bytes(2));
    }
    return new TransformAttribute(first, false, reader.bytes(reader.u16()));
  }

  void write(OctetWriter writer) {
    if (fixed) {
      writer.u16(type | FORMAT_TV).bytes(value);
    } else {
      writer.u16(type).u16(value.length).bytes(value);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TransformAttribute that
        && type == that.type
        && fixed == that.fixed
        && Arrays.equals(value, that.value);
  }

  @Override
  public int hashCode() {
    return 31 * type + Arrays.hashCode(value);
  }

  @Override
  public String toString() {
    return isKeyLength() ? bits() + " bits" : "attribute " + type;
  }
}

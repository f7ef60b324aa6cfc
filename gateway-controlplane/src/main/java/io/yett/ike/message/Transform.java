package io.yett.ike.message;

import java.util.ArrayList;
import java.util.List;

/**
 * A transform substructure (RFC 7296 §3.3.2). Numbers that are not known here are kept: a transform
 * that is not understood is skipped in the choice, it does not spoil the proposal.
 *
 * @param type a {@link TransformType} number, 0..255
 * @param id the algorithm's number of that type, 0..65535
 */
public record Transform(int type, int id, List<TransformAttribute> attributes) {
  static final int HEADER_OCTETS = 8;

  /** Copies the list, and rejects numbers and counts that do not fit. */
  public Transform {
    attributes = List.copyOf(attributes);
    if (type < 0 || type > 0xff || id < 0 || id > 0xffff) {
      throw new IllegalArgumentException("bad transform " + type + "/" + id);
    }
    if (attributes.size() > IkeLimits.MAX_ATTRIBUTES) {
      throw new IllegalArgumentException("too many transform attributes");
    }
  }

  /** A transform without attributes. */
  public static Transform of(TransformType type, int id) {
    return new Transform(type.number(), id, List.of());
  }

  /** A transform with a key length in bits. */
  public static Transform of(TransformType type, int id, int keyBits) {
    return new Transform(type.number(), id, List.of(TransformAttribute.keyLength(keyBits)));
  }

  /** Whether it is of that type. */
  public boolean is(TransformType wanted) {
    return type == wanted.number();
  }

  /** The Key Length attribute in bits; -1 if there is none. */
  public int keyBits() {
    for (TransformAttribute attribute : attributes) {
      if (attribute.isKeyLength()) {
        return attribute.bits();
      }
    }
    return -1;
  }

  /**
   * Whether it has an attribute that is not understood, or the same twice; such a transform must
   * not be chosen (RFC 7296 §3.3.6).
   */
  public boolean hasUnknownAttributes() {
    return attributes.size() > 1 || (attributes.size() == 1 && !attributes.get(0).isKeyLength());
  }

  /** Reads one transform with its header; a last one says so itself. */
  static Transform decode(OctetReader reader, boolean last) throws MalformedException {
    int more = reader.u8();
    if (more != (last ? 0 : 3)) {
      throw new MalformedException("transform says " + more + " of what follows it");
    }
    reader.skip(1);
    int length = reader.u16();
    if (length < HEADER_OCTETS) {
      throw new MalformedException("transform of " + length + " octets");
    }
    OctetReader body = reader.slice(length - 4);
    int type = body.u8();
    body.skip(1);
    int id = body.u16();
    List<TransformAttribute> attributes = new ArrayList<>();
    while (body.remaining() > 0) {
      if (attributes.size() == IkeLimits.MAX_ATTRIBUTES) {
        throw new MalformedException("too many transform attributes");
      }
      attributes.add(TransformAttribute.decode(body));
    }
    return new Transform(type, id, attributes);
  }

  void write(OctetWriter writer, boolean last) {
    int start = writer.length();
    writer.u8(last ? 0 : 3).u8(0).u16(0).u8(type).u8(0).u16(id);
    for (TransformAttribute attribute : attributes) {
      attribute.write(writer);
    }
    writer.setU16(start + 2, writer.length() - start);
  }
}

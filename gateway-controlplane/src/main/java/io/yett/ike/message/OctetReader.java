package io.yett.ike.message;

import java.util.Arrays;

/**
 * A cursor over octets in network byte order. Reading beyond its end is a {@link
 * MalformedException}, which never leaves this package.
 */
final class OctetReader {
  private final byte[] octets;
  private final int end;
  private int position;

  OctetReader(byte[] octets) {
    this(octets, 0, octets.length);
  }

  /** Reads {@code [offset, offset + length)}; the caller has checked the bounds. */
  OctetReader(byte[] octets, int offset, int length) {
    this.octets = octets;
    this.position = offset;
    this.end = offset + length;
  }

  int position() {
    return position;
  }

  int remaining() {
    return end - position;
  }

  int u8() throws MalformedException {
    need(1);
    return octets[position++] & 0xff;
  }

  int u16() throws MalformedException {
    need(2);
    return u8() << 8 | u8();
  }

  int u32() throws MalformedException {
    need(4);
    return u16() << 16 | u16();
  }

  long u64() throws MalformedException {
    need(8);
    return (long) u32() << 32 | (u32() & 0xffff_ffffL);
  }

  byte[] bytes(int count) throws MalformedException {
    need(count);
    byte[] copy = Arrays.copyOfRange(octets, position, position + count);
    position += count;
    return copy;
  }

  byte[] rest() {
    byte[] copy = Arrays.copyOfRange(octets, position, end);
    position = end;
    return copy;
  }

  /** A reader of the next octets alone, which this reader skips. */
  OctetReader slice(int count) throws MalformedException {
    need(count);
    OctetReader slice = new OctetReader(octets, position, count);
    position += count;
    return slice;
  }

  void skip(int count) throws MalformedException {
    need(count);
    position += count;
  }

  /** Fails if octets are left over. */
  void end(String what) throws MalformedException {
    if (remaining() != 0) {
      throw new MalformedException(remaining() + " octets after " + what);
    }
  }

  private void need(int count) throws MalformedException {
    if (count < 0 || count > remaining()) {
      throw new MalformedException("needs " + count + " octets where " + remaining() + " are left");
    }
  }
}

package io.yett.ike.message;

import java.util.Arrays;

/** A growing array of octets in network byte order. One owner; not thread-safe. */
final class OctetWriter {
  private byte[] octets = new byte[256];
  private int length;

  int length() {
    return length;
  }

  OctetWriter u8(int value) {
    grow(1);
    octets[length++] = (byte) value;
    return this;
  }

  OctetWriter u16(int value) {
    return u8(value >>> 8).u8(value);
  }

  OctetWriter u32(int value) {
    return u16(value >>> 16).u16(value);
  }

  OctetWriter u64(long value) {
    return u32((int) (value >>> 32)).u32((int) value);
  }

  OctetWriter bytes(byte[] value) {
    grow(value.length);
    System.arraycopy(value, 0, octets, length, value.length);
    length += value.length;
    return this;
  }

  /** Overwrites two octets that were written before, usually a length. */
  void setU16(int position, int value) {
    octets[position] = (byte) (value >>> 8);
    octets[position + 1] = (byte) value;
  }

  byte[] toArray() {
    return Arrays.copyOf(octets, length);
  }

  private void grow(int more) {
    if (length + more > octets.length) {
      octets = Arrays.copyOf(octets, Math.max(octets.length * 2, length + more));
    }
  }
}

package io.yett.dataplane.sachannel;

/** What the outer header's DF bit is, in tunnel mode over IPv4 (RFC 4301 §8.1). */
public enum DfPolicy {
  /** That of the inner packet. */
  COPY,
  /** Always set: no router cuts ESP packets, and the path MTU is learnt. */
  SET,
  /** Always clear: routers may cut ESP packets, and the peer puts them together. */
  CLEAR;

  private static final DfPolicy[] VALUES = values();

  /** Its number in the SA channel, 0..2. */
  @SuppressWarnings("EnumOrdinal") // The schema has them in this order.
  int code() {
    return ordinal();
  }

  /** The reverse of {@link #code}; throws {@link IllegalArgumentException} for other numbers. */
  static DfPolicy ofCode(int code) {
    if (code < 0 || code >= VALUES.length) {
      throw new IllegalArgumentException("DF policy of number " + code);
    }
    return VALUES[code];
  }
}

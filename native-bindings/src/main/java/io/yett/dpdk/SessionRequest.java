package io.yett.dpdk;

import io.yett.dpdk.generated.yett_session;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.ToLongFunction;

/** A {@link CryptoTransform} and its keys as the C library reads them. */
final class SessionRequest {
  private SessionRequest() {}

  /** The struct without keys. */
  static MemorySegment describe(Arena arena, CryptoTransform transform, boolean encrypt) {
    MemorySegment c = yett_session.allocate(arena);
    yett_session.encrypt(c, encrypt ? 1 : 0);
    yett_session.aead(c, transform.aead().code());
    yett_session.cipher(c, transform.cipher().code());
    yett_session.auth(c, transform.auth().code());
    yett_session.key_length(c, (short) transform.keyLength());
    yett_session.auth_key_length(c, (short) transform.authKeyLength());
    yett_session.iv_offset(c, (short) Layout.OP_IV);
    yett_session.iv_length(c, (short) transform.ivLength());
    yett_session.digest_length(c, (short) transform.digestLength());
    yett_session.aad_length(c, (short) transform.aadLength());
    return c;
  }

  /** Throws unless the keys are as long as the transform says; null is a key of no octets. */
  static void checkKeys(CryptoTransform transform, byte[] key, byte[] authKey) {
    if (length(key) != transform.keyLength() || length(authKey) != transform.authKeyLength()) {
      throw new IllegalArgumentException("key length differs from " + transform.describe());
    }
  }

  /** What to say of an algorithm that a device lacks. */
  static DpdkException notOffered(String device, CryptoTransform transform) {
    return new DpdkException(
        "crypto device "
            + device
            + " does not offer "
            + transform.describe()
            + "; remedy: set dataplane.lane.crypto to auto, or choose another algorithm");
  }

  /**
   * Calls the function with the struct, the keys in it. The copies of the keys are zeroed after the
   * call.
   */
  static long withKeys(
      CryptoTransform transform,
      boolean encrypt,
      byte[] key,
      byte[] authKey,
      ToLongFunction<MemorySegment> create) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment c = describe(arena, transform, encrypt);
      MemorySegment keys = arena.allocate(Math.max(1, length(key) + length(authKey)));
      try {
        copy(key, keys, 0);
        copy(authKey, keys, length(key));
        yett_session.key(c, keys.address());
        yett_session.auth_key(c, keys.address() + length(key));
        return create.applyAsLong(c);
      } finally {
        keys.fill((byte) 0);
      }
    }
  }

  private static void copy(byte[] key, MemorySegment keys, int offset) {
    if (key != null) {
      MemorySegment.copy(key, 0, keys, ValueLayout.JAVA_BYTE, offset, key.length);
    }
  }

  private static int length(byte[] key) {
    return key == null ? 0 : key.length;
  }
}

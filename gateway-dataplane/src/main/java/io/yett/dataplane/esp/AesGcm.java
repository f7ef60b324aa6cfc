package io.yett.dataplane.esp;

import io.yett.dpdk.CryptoOp;
import io.yett.dpdk.Layout;
import io.yett.dpdk.Memory;

/**
 * AES-GCM with a 16-octet ICV as ESP uses it (RFC 4106): nonce = salt, then IV; AAD = SPI, then the
 * sequence number on the wire or, with ESN, all 64 bits of it.
 */
public final class AesGcm {
  /** Octets of the IV in the packet. */
  public static final int IV = 8;

  /** Octets of the ICV. */
  public static final int ICV = 16;

  /** Private octets behind an operation: nonce (16), AAD (16), owner's note (8). */
  public static final int OP_PRIVATE = 40;

  private static final int SALT = Layout.OP_IV;
  private static final int EXPLICIT_IV = Layout.OP_IV + 4;
  private static final int AAD = Layout.OP_IV + 16;
  private static final int NOTE = Layout.OP_IV + 32;

  private AesGcm() {}

  /** Octets of AAD. */
  public static int aadLength(boolean esn) {
    return esn ? 12 : 8;
  }

  /** Sets once what never changes in an operation. */
  static void initialize(long op, int note) {
    CryptoOp.aeadAad(op, op + AAD);
    Memory.putInt(op + NOTE, note);
  }

  /** What {@link #initialize} noted. */
  static int note(long op) {
    return Memory.getInt(op + NOTE);
  }

  /**
   * Writes nonce and AAD.
   *
   * @param wireSpi as a little-endian load of the wire finds it
   * @param wireIv likewise
   * @param wireSequence the low 32 bits of the sequence number, likewise
   */
  static void nonce(
      long op, int salt, long wireIv, int wireSpi, int wireSequence, long sequence, boolean esn) {
    Memory.putInt(op + SALT, salt);
    Memory.putLong(op + EXPLICIT_IV, wireIv);
    if (esn) {
      int wireHigh = Integer.reverseBytes((int) (sequence >>> 32));
      Memory.putLong(op + AAD, (wireSpi & 0xFFFF_FFFFL) | ((long) wireHigh << 32));
      Memory.putInt(op + AAD + 8, wireSequence);
    } else {
      Memory.putLong(op + AAD, (wireSpi & 0xFFFF_FFFFL) | ((long) wireSequence << 32));
    }
  }
}

package io.yett.dataplane.esp;

import io.yett.dataplane.sad.OutboundSa;
import io.yett.dpdk.CryptoOp;
import io.yett.dpdk.Memory;

/**
 * AES-GCM (RFC 4106) and ChaCha20-Poly1305 (RFC 7634) as ESP uses them, which is the same way:
 * nonce = salt, then IV; AAD = SPI, then the sequence number on the wire or, with ESN, all 64 bits
 * of it.
 */
final class CombinedMode {
  /** Octets of the IV in the packet. */
  static final int IV = 8;

  private static final int EXPLICIT_IV = EspOp.IV + 4;

  private CombinedMode() {}

  /**
   * Prepares an operation.
   *
   * @param offset of the payload, from the mbuf's data
   * @param length octets of payload, padding and trailer
   * @param payload address of the payload; the IV stands before it, the ICV behind it
   */
  static void prepare(long op, int offset, int length, long payload) {
    CryptoOp.aeadData(op, offset, length);
    CryptoOp.aeadDigest(op, payload + length);
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
    nonce(op, salt, wireIv);
    aad(op + EspOp.AAD, wireSpi, wireSequence, sequence, esn);
  }

  /** Salt, then IV. */
  static void nonce(long op, int salt, long wireIv) {
    Memory.putInt(op + EspOp.IV, salt);
    Memory.putLong(op + EXPLICIT_IV, wireIv);
  }

  /** SPI and sequence number at an address. */
  static void aad(long address, int wireSpi, int wireSequence, long sequence, boolean esn) {
    if (esn) {
      int wireHigh = Integer.reverseBytes((int) (sequence >>> 32));
      Memory.putLong(address, (wireSpi & 0xFFFF_FFFFL) | ((long) wireHigh << 32));
      Memory.putInt(address + 8, wireSequence);
    } else {
      Memory.putLong(address, (wireSpi & 0xFFFF_FFFFL) | ((long) wireSequence << 32));
    }
  }

  /** The IV of a packet that leaves, as a little-endian store of the wire has it. */
  static long wireIv(long sa, long sequence) {
    return Long.reverseBytes(sequence ^ OutboundSa.ivMask(sa));
  }
}

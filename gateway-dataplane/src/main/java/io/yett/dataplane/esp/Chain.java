package io.yett.dataplane.esp;

import io.yett.dataplane.packet.Esp;
import io.yett.dataplane.sad.InboundSa;
import io.yett.dataplane.sad.OutboundSa;
import io.yett.dataplane.sad.SaMode;
import io.yett.dpdk.CryptoOp;
import io.yett.dpdk.Memory;

/**
 * A cipher, AES-CBC (RFC 3602) or AES-CTR (RFC 3686) or none (RFC 2410), with an integrity
 * algorithm as ESP uses them: encrypt, then authenticate from the SPI to the end of the ciphertext
 * (RFC 4303 section 3.3.2). With ESN the high half of the sequence number is authenticated behind
 * the ciphertext and not sent (section 2.2.1); it is written where the ICV has its place.
 *
 * <p>An IV of AES-CBC must not be foreseen by who sends through the tunnel (CVE-2022-46397). It is
 * the cipher itself of a block that comes once under a key (NIST SP 800-38A appendix C): the
 * operation begins at that block, with an IV of zeros, so that the first block of ciphertext is the
 * packet's IV.
 */
final class Chain {
  private static final int CBC_IV = 16;
  private static final int ESN_HIGH = 4;

  /** AES-CTR counts blocks behind nonce and IV, from 1, big-endian. */
  private static final int FIRST_BLOCK = 0x01_00_00_00;

  private Chain() {}

  /**
   * Writes the IV before a packet and prepares its operation. Padding, trailer and sequence number
   * are there. There is room for the ICV behind the ciphertext.
   *
   * @param ip address of the inner packet
   * @param ciphertext octets with padding and trailer
   * @param headers octets from the mbuf's data to the inner packet
   */
  static void seal(
      int mode, long op, long sa, long ip, int ciphertext, int headers, long sequence) {
    int ivLength = SaMode.ivLength(mode);
    if (mode == SaMode.CBC) {
      Memory.putLong(ip - CBC_IV, OutboundSa.ivMask(sa));
      Memory.putLong(ip - CBC_IV + 8, sequence);
      Memory.putLong(op + EspOp.IV, 0);
      Memory.putLong(op + EspOp.IV + 8, 0);
      CryptoOp.cipherData(op, headers - CBC_IV, CBC_IV + ciphertext);
    } else if (mode == SaMode.CTR) {
      long wireIv = CombinedMode.wireIv(sa, sequence);
      Memory.putLong(ip - CombinedMode.IV, wireIv);
      counterBlock(op, OutboundSa.salt(sa), wireIv);
      CryptoOp.cipherData(op, headers, ciphertext);
    }
    int before = Esp.HEADER + ivLength;
    long icv = ip + ciphertext;
    CryptoOp.authData(
        op,
        headers - before,
        before + authenticated(icv, ciphertext, sequence, OutboundSa.isEsn(sa)));
    CryptoOp.authDigest(op, icv); // once the high half of an ESN there has been read
  }

  /**
   * Prepares the operation of a packet that came.
   *
   * @param offset of the payload, from the mbuf's data
   * @param ciphertext octets of it
   * @param payload its address
   */
  static void open(
      int mode, long op, long sa, int offset, int ciphertext, long payload, long sequence) {
    if (mode == SaMode.CBC) {
      Memory.putLong(op + EspOp.IV, Memory.getLong(payload - CBC_IV));
      Memory.putLong(op + EspOp.IV + 8, Memory.getLong(payload - CBC_IV + 8));
    } else if (mode == SaMode.CTR) {
      counterBlock(op, InboundSa.salt(sa), Memory.getLong(payload - CombinedMode.IV));
    }
    if (mode != SaMode.UNENCRYPTED) {
      CryptoOp.cipherData(op, offset, ciphertext);
    }
    int before = Esp.HEADER + SaMode.ivLength(mode);
    long icv = payload + ciphertext;
    boolean esn = InboundSa.isEsn(sa);
    CryptoOp.authDigest(op, esn ? keepIcv(op, icv, InboundSa.icvLength(sa)) : icv);
    CryptoOp.authData(op, offset - before, before + authenticated(icv, ciphertext, sequence, esn));
  }

  /** RFC 3686 section 4: nonce, IV, number of the block. */
  private static void counterBlock(long op, int salt, long wireIv) {
    CombinedMode.nonce(op, salt, wireIv);
    Memory.putInt(op + EspOp.IV + 12, FIRST_BLOCK);
  }

  /** Octets that are authenticated behind the IV; the high half of an ESN is put among them. */
  private static int authenticated(long icv, int ciphertext, long sequence, boolean esn) {
    if (!esn) {
      return ciphertext;
    }
    Memory.putInt(icv, Integer.reverseBytes((int) (sequence >>> 32)));
    return ciphertext + ESN_HIGH;
  }

  /** Copies a packet's ICV, of at least 8 octets, to the operation; returns where. */
  private static long keepIcv(long op, long icv, int length) {
    long kept = op + EspOp.AAD;
    int last = length - Long.BYTES;
    for (int i = 0; i < last; i += Long.BYTES) {
      Memory.putLong(kept + i, Memory.getLong(icv + i));
    }
    Memory.putLong(kept + last, Memory.getLong(icv + last));
    return kept;
  }
}

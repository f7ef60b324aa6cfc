package io.yett.dataplane.esp;

import io.yett.dataplane.packet.Esp;
import io.yett.dataplane.sad.InboundSa;
import io.yett.dataplane.sad.OutboundSa;
import io.yett.dpdk.CryptoOp;
import io.yett.dpdk.Memory;

/**
 * AES-CBC (RFC 3602) with an HMAC (RFC 4868) as ESP uses them: encrypt, then authenticate from the
 * SPI to the end of the ciphertext (RFC 4303 section 3.3.2). With ESN the high half of the sequence
 * number is authenticated behind the ciphertext and not sent (section 2.2.1); it is written where
 * the ICV has its place.
 *
 * <p>An IV must not be foreseen by who sends through the tunnel (CVE-2022-46397). It is the cipher
 * itself of a block that comes once under a key (NIST SP 800-38A appendix C): the operation begins
 * at that block, with an IV of zeros, so that the first block of ciphertext is the packet's IV.
 */
final class CbcHmac {
  private static final int IV = 16;
  private static final int HEADERS = Esp.HEADER + IV;
  private static final int ESN_HIGH = 4;

  /** Padding 1 .. 16 (RFC 4303 section 2.4) as little-endian stores. */
  private static final long PADDING = 0x08_07_06_05_04_03_02_01L;

  private static final long MORE_PADDING = 0x10_0F_0E_0D_0C_0B_0A_09L;

  private CbcHmac() {}

  /**
   * Pads a packet, writes sequence number and IV before it, and prepares its operation. There is
   * room for the ICV, and so for 16 octets, behind the ciphertext.
   *
   * @param ip address of the inner packet
   * @param length octets of it
   * @param ciphertext octets with padding and trailer
   * @param trailer next header, in the high octet of two
   * @param headers octets from the mbuf's data to the inner packet
   */
  static void seal(
      long op,
      long sa,
      long ip,
      int length,
      int ciphertext,
      int trailer,
      int headers,
      long sequence) {
    int padding = ciphertext - length - Esp.TRAILER;
    Memory.putLong(ip + length, PADDING);
    Memory.putLong(ip + length + 8, MORE_PADDING);
    Memory.putShort(ip + ciphertext - Esp.TRAILER, (short) (padding | trailer));
    Memory.putInt(ip - HEADERS + Esp.SEQUENCE, Integer.reverseBytes((int) sequence));
    Memory.putLong(ip - IV, OutboundSa.ivMask(sa));
    Memory.putLong(ip - IV + 8, sequence);
    Memory.putLong(op + EspOp.IV, 0);
    Memory.putLong(op + EspOp.IV + 8, 0);
    CryptoOp.cipherData(op, headers - IV, IV + ciphertext);
    CryptoOp.authData(
        op,
        headers - HEADERS,
        HEADERS + authenticated(ip + ciphertext, ciphertext, sequence, OutboundSa.isEsn(sa)));
    CryptoOp.authDigest(op, ip + ciphertext); // once the high half of an ESN there has been read
  }

  /**
   * Prepares the operation of a packet that came.
   *
   * @param offset of the payload, from the mbuf's data
   * @param ciphertext octets of it
   * @param payload its address
   */
  static void open(long op, long sa, int offset, int ciphertext, long payload, long sequence) {
    Memory.putLong(op + EspOp.IV, Memory.getLong(payload - IV));
    Memory.putLong(op + EspOp.IV + 8, Memory.getLong(payload - IV + 8));
    long icv = payload + ciphertext;
    boolean esn = InboundSa.isEsn(sa);
    CryptoOp.authDigest(op, esn ? keepIcv(op, icv, InboundSa.icvLength(sa)) : icv);
    CryptoOp.cipherData(op, offset, ciphertext);
    CryptoOp.authData(
        op, offset - HEADERS, HEADERS + authenticated(icv, ciphertext, sequence, esn));
  }

  /** Octets that are authenticated behind the IV; the high half of an ESN is put among them. */
  private static int authenticated(long icv, int ciphertext, long sequence, boolean esn) {
    if (!esn) {
      return ciphertext;
    }
    Memory.putInt(icv, Integer.reverseBytes((int) (sequence >>> 32)));
    return ciphertext + ESN_HIGH;
  }

  /** Copies a packet's ICV, whose length is a multiple of 8, to the operation; returns where. */
  private static long keepIcv(long op, long icv, int length) {
    for (int i = 0; i < length; i += Long.BYTES) {
      Memory.putLong(op + EspOp.AAD + i, Memory.getLong(icv + i));
    }
    return op + EspOp.AAD;
  }
}

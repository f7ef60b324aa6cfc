package io.yett.dataplane.esp;

import io.yett.dataplane.packet.Esp;
import io.yett.dataplane.sad.InboundSa;
import io.yett.dataplane.sad.OutboundSa;
import io.yett.dataplane.sad.SaMode;
import io.yett.dpdk.CryptoOp;
import io.yett.dpdk.Memory;

/**
 * What ESP does with the algorithms that {@link CombinedMode} does not serve, by {@link SaMode}:
 * chains, AES-GMAC (RFC 4543) and AES-CCM (RFC 4309); and with all of them in transport mode.
 */
final class OtherModes {
  /** Padding 1 .. 16 (RFC 4303 section 2.4) as little-endian stores. */
  private static final long PADDING = 0x08_07_06_05_04_03_02_01L;

  private static final long MORE_PADDING = 0x10_0F_0E_0D_0C_0B_0A_09L;

  /** Where a crypto device looks for the AAD of CCM, in front of which it makes a block. */
  private static final int CCM_AAD = EspOp.AAD + 18;

  private OtherModes() {}

  /**
   * Pads a packet, writes sequence number and IV before it, and prepares its operation. There is
   * room for the ICV, and so for 8 octets, behind the ciphertext.
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
    int mode = SaMode.algorithm(OutboundSa.mode(sa));
    int padding = ciphertext - length - Esp.TRAILER;
    Memory.putLong(ip + length, PADDING);
    if (padding > Long.BYTES) { // else this may be behind the ICV
      Memory.putLong(ip + length + Long.BYTES, MORE_PADDING);
    }
    Memory.putShort(ip + ciphertext - Esp.TRAILER, (short) (padding | trailer));
    int wireSequence = Integer.reverseBytes((int) sequence);
    long esp = ip - SaMode.ivLength(mode) - Esp.HEADER;
    Memory.putInt(esp + Esp.SEQUENCE, wireSequence);
    if (mode != SaMode.GMAC && mode != SaMode.CCM && mode != SaMode.COMBINED) {
      Chain.seal(mode, op, sa, ip, ciphertext, headers, sequence);
      return;
    }
    Memory.putLong(ip - CombinedMode.IV, CombinedMode.wireIv(sa, sequence));
    if (mode == SaMode.COMBINED) {
      combined(op, OutboundSa.salt(sa), ip, headers, ciphertext, sequence, OutboundSa.isEsn(sa));
    } else if (mode == SaMode.GMAC) {
      gmac(op, OutboundSa.salt(sa), ip, headers, ciphertext, sequence, OutboundSa.isEsn(sa));
    } else {
      ccm(op, OutboundSa.salt(sa), ip, headers, ciphertext, sequence, OutboundSa.isEsn(sa));
    }
  }

  /**
   * Prepares the operation of a packet that came.
   *
   * @param offset of the payload, from the mbuf's data
   * @param ciphertext octets of it
   * @param payload its address
   */
  static void open(long op, long sa, int offset, int ciphertext, long payload, long sequence) {
    int mode = SaMode.algorithm(InboundSa.mode(sa));
    if (mode == SaMode.COMBINED) {
      combined(op, InboundSa.salt(sa), payload, offset, ciphertext, sequence, InboundSa.isEsn(sa));
    } else if (mode == SaMode.GMAC) {
      gmac(op, InboundSa.salt(sa), payload, offset, ciphertext, sequence, InboundSa.isEsn(sa));
    } else if (mode == SaMode.CCM) {
      ccm(op, InboundSa.salt(sa), payload, offset, ciphertext, sequence, InboundSa.isEsn(sa));
    } else {
      Chain.open(mode, op, sa, offset, ciphertext, payload, sequence);
    }
  }

  /**
   * Authenticated are SPI, sequence number, IV and payload. With ESN the number in the packet is
   * not the one that is authenticated, so what is before the IV goes as AAD (RFC 4543 section 3.3).
   */
  private static void gmac(
      long op, int salt, long payload, int offset, int length, long sequence, boolean esn) {
    long esp = payload - CombinedMode.IV - Esp.HEADER;
    int before = CombinedMode.IV + (esn ? 0 : Esp.HEADER);
    CombinedMode.nonce(op, salt, Memory.getLong(payload - CombinedMode.IV));
    CombinedMode.aad(
        op + EspOp.AAD, Memory.getInt(esp), Memory.getInt(esp + Esp.SEQUENCE), sequence, esn);
    CryptoOp.authData(op, offset - before, before + length);
    CryptoOp.authDigest(op, payload + length);
  }

  /** What {@link EspOutbound} and {@link EspInbound} do for tunnels. */
  private static void combined(
      long op, int salt, long payload, int offset, int length, long sequence, boolean esn) {
    long esp = payload - CombinedMode.IV - Esp.HEADER;
    CombinedMode.prepare(op, offset, length, payload);
    CombinedMode.nonce(
        op,
        salt,
        Memory.getLong(payload - CombinedMode.IV),
        Memory.getInt(esp),
        Memory.getInt(esp + Esp.SEQUENCE),
        sequence,
        esn);
  }

  /** The salt has 3 octets, behind one that is of no matter (see {@link SaMode#CCM}). */
  private static void ccm(
      long op, int salt, long payload, int offset, int length, long sequence, boolean esn) {
    long esp = payload - CombinedMode.IV - Esp.HEADER;
    CombinedMode.prepare(op, offset, length, payload);
    CombinedMode.nonce(op, salt, Memory.getLong(payload - CombinedMode.IV));
    CombinedMode.aad(
        op + CCM_AAD, Memory.getInt(esp), Memory.getInt(esp + Esp.SEQUENCE), sequence, esn);
  }
}

package io.yett.dataplane.sad;

import io.yett.dataplane.packet.Ah;
import io.yett.dataplane.packet.Esp;
import io.yett.dataplane.sachannel.DfPolicy;
import io.yett.dataplane.sachannel.MssClamping;
import io.yett.dataplane.sachannel.SaSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What varies by algorithm in a packet of an SA, found out once, when the SA is installed.
 *
 * @param mode one of {@link SaMode}
 * @param ivLength octets of the IV in the packet
 * @param icvLength octets of the ICV
 * @param alignment octets of whose multiple the ciphertext is, a power of two
 * @param salt 4 octets as a little-endian load finds them (RFC 4106 section 4), 0 if there is none;
 *     of 3 octets (RFC 4309 section 4), what is loaded with one octet before them
 * @param dfPolicy what DF is in the outer header
 * @param clampsMss whether TCP's segment size is made to fit
 */
record SaForm(
    boolean esn,
    int mode,
    int ivLength,
    int icvLength,
    int alignment,
    int salt,
    DfPolicy dfPolicy,
    boolean clampsMss) {

  static SaForm of(SaSpec spec) {
    return new SaForm(
        spec.esn(),
        SaMode.of(spec),
        spec.encryption().ivLength(),
        spec.icvLength(),
        spec.encapsulation().isAh() ? 1 : spec.encryption().alignment(),
        salt(spec),
        spec.dfPolicy(),
        spec.mssClamping() == MssClamping.AUTO);
  }

  private static int salt(SaSpec spec) {
    int length = spec.encryption().saltLength();
    ByteBuffer salt = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    if (length > 0) {
      salt.put(Integer.BYTES - length, spec.keyMaterial(), spec.keyBits() / 8, length);
    }
    return salt.getInt(0);
  }

  /** Octets of AH with its ICV, of which the IV of AES-GMAC is a part (RFC 4543 section 4). */
  int ahLength() {
    return Ah.HEADER + ivLength + icvLength;
  }

  /** Octets from the SA's own header to the payload, as far as they stand there. */
  int headers() {
    return SaMode.isAh(mode) ? ahLength() : Esp.HEADER + ivLength;
  }

  /**
   * Octets of the shortest ESP packet: an empty payload and its trailer. With AH so many that no
   * ESP packet is one of the SA.
   */
  int minLength() {
    return SaMode.isAh(mode) ? 0xFFFF : Esp.HEADER + ivLength + alignment + icvLength;
  }

  /** As the slots keep it: ESN, mode, then two lengths, an octet each from the lowest. */
  int packed(int third, int fourth) {
    return (esn ? 1 : 0) | (mode & 0xFF) << 8 | third << 16 | fourth << 24;
  }
}

package io.yett.dataplane.sad;

import io.yett.dataplane.packet.Esp;
import io.yett.dataplane.sachannel.DfPolicy;
import io.yett.dataplane.sachannel.MssClamping;
import io.yett.dataplane.sachannel.SaSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What varies by algorithm in a packet of an SA, found out once, when the SA is installed.
 *
 * @param chained a cipher and an integrity algorithm, otherwise a combined-mode algorithm
 * @param ivLength octets of the IV in the packet
 * @param icvLength octets of the ICV
 * @param alignment octets of whose multiple the ciphertext is, a power of two
 * @param salt 4 octets as a little-endian load finds them (RFC 4106 section 4), or 0
 * @param dfPolicy what DF is in the outer header
 * @param clampsMss whether TCP's segment size is made to fit
 */
record SaForm(
    boolean esn,
    boolean chained,
    int ivLength,
    int icvLength,
    int alignment,
    int salt,
    DfPolicy dfPolicy,
    boolean clampsMss) {

  static SaForm of(SaSpec spec) {
    boolean chained = !spec.encryption().isCombinedMode();
    return new SaForm(
        spec.esn(),
        chained,
        spec.encryption().ivLength(),
        spec.icvLength(),
        spec.encryption().alignment(),
        spec.encryption().saltLength() == 0 ? 0 : salt(spec),
        spec.dfPolicy(),
        spec.mssClamping() == MssClamping.AUTO);
  }

  private static int salt(SaSpec spec) {
    return ByteBuffer.wrap(spec.keyMaterial())
        .order(ByteOrder.LITTLE_ENDIAN)
        .getInt(spec.keyBits() / 8);
  }

  /** Octets of the shortest ESP packet: an empty payload and its trailer. */
  int minLength() {
    return Esp.HEADER + ivLength + alignment + icvLength;
  }

  /** As the slots keep it: ESN, chained, then two lengths, an octet each from the lowest. */
  int packed(int third, int fourth) {
    return (esn ? 1 : 0) | (chained ? 1 << 8 : 0) | third << 16 | fourth << 24;
  }
}

package io.yett.dataplane.sad;

import io.yett.dataplane.sachannel.EncryptionAlgorithm;
import io.yett.dataplane.sachannel.SaDirection;
import io.yett.dataplane.sachannel.SaSpec;

/**
 * How the ESP stage prepares operations of an SA: a number in its slot, found out when the SA is
 * installed.
 */
public final class SaMode {
  /** Nonce of a salt of 4 octets and an IV of 8, AAD of SPI and sequence number; 0. */
  public static final int COMBINED = 0;

  /** AES-CBC with an integrity algorithm. */
  public static final int CBC = 1;

  /** AES-CTR with an integrity algorithm. */
  public static final int CTR = 2;

  /** An integrity algorithm alone. */
  public static final int UNENCRYPTED = 3;

  /** AES-GMAC. */
  public static final int GMAC = 4;

  /**
   * AES-CCM. Its salt of 3 octets and its IV make the nonce, which begins one octet behind the IV's
   * place in the operation; so its salt is kept behind one octet that is of no matter.
   */
  public static final int CCM = 5;

  /** In all but plain ESP in tunnel mode: the sign of the octet in a slot. */
  private static final int OTHER_FORM = 0x80;

  /** Added to one of the above: transport mode. */
  public static final int TRANSPORT = 8 | OTHER_FORM;

  /** Added to UNENCRYPTED or GMAC: AH in place of ESP. */
  public static final int AH = 16 | OTHER_FORM;

  /** Added to ESP in tunnel mode, outbound: TFC padding. */
  public static final int TFC = 32 | OTHER_FORM;

  private static final int ALGORITHM_MASK = 7;
  private static final int TRANSPORT_BIT = TRANSPORT & ~OTHER_FORM;
  private static final int AH_BIT = AH & ~OTHER_FORM;
  private static final int TFC_BIT = TFC & ~OTHER_FORM;

  private SaMode() {}

  /** That of an SA. */
  static int of(SaSpec spec) {
    return of(spec.encryption())
        | (spec.encapsulation().isTransport() ? TRANSPORT : 0)
        | (spec.encapsulation().isAh() ? AH : 0)
        | (spec.direction() == SaDirection.OUTBOUND && spec.encapsulation().tfcLength() != 0
            ? TFC
            : 0);
  }

  /** What of a mode depends on the algorithm: COMBINED to CCM. */
  public static int algorithm(int mode) {
    return mode & ALGORITHM_MASK;
  }

  public static boolean isTransport(int mode) {
    return (mode & TRANSPORT_BIT) != 0;
  }

  public static boolean isAh(int mode) {
    return (mode & AH_BIT) != 0;
  }

  public static boolean isTfc(int mode) {
    return (mode & TFC_BIT) != 0;
  }

  /** True for all but ESP in tunnel mode without TFC padding. */
  static boolean isOtherForm(int mode) {
    return (mode & OTHER_FORM) != 0;
  }

  /** That of an encryption algorithm. */
  static int of(EncryptionAlgorithm encryption) {
    return switch (encryption) {
      case AES_GCM_8, AES_GCM_12, AES_GCM_16, CHACHA20_POLY1305 -> COMBINED;
      case AES_CBC -> CBC;
      case AES_CTR -> CTR;
      case NULL -> UNENCRYPTED;
      case NULL_AUTH_AES_GMAC -> GMAC;
      case AES_CCM_8, AES_CCM_12, AES_CCM_16 -> CCM;
    };
  }

  /** Octets of the IV in each packet. */
  public static int ivLength(int mode) {
    int algorithm = algorithm(mode);
    return algorithm == CBC ? 16 : algorithm == UNENCRYPTED ? 0 : 8;
  }
}

package io.yett.dataplane;

import io.yett.dataplane.config.EspSuite;
import io.yett.dataplane.sachannel.CommandError;
import io.yett.dataplane.sachannel.EncryptionAlgorithm;
import io.yett.dataplane.sachannel.SaDirection;
import io.yett.dataplane.sachannel.SaSpec;
import io.yett.dataplane.sad.CryptoSessions;
import io.yett.dataplane.sad.SadException;
import io.yett.dpdk.CryptoDevice;
import io.yett.dpdk.CryptoTransform;
import io.yett.dpdk.DpdkException;
import java.util.Arrays;

/** Crypto sessions on a DPDK device. Control thread. */
final class DeviceSessions implements CryptoSessions {
  private final CryptoDevice device;

  DeviceSessions(CryptoDevice device) {
    this.device = device;
  }

  @Override
  public long create(SaSpec spec) throws SadException {
    EspSuite suite = EspSuite.of(spec);
    CryptoTransform transform =
        spec.encapsulation().isAh()
            ? EspTransforms.ofAh(suite)
            : EspTransforms.of(suite, spec.esn());
    if (!device.supports(transform)) {
      throw new SadException(
          CommandError.UNSUPPORTED_ALGORITHM,
          "crypto device " + device.name() + " does not offer " + transform.describe());
    }
    byte[] key = Arrays.copyOf(spec.keyMaterial(), transform.keyLength());
    byte[] authKey = integrityKey(spec);
    try {
      return device.createSession(
          transform, spec.direction() == SaDirection.OUTBOUND, key, authKey);
    } catch (DpdkException e) {
      throw new SadException(CommandError.FULL, e.getMessage());
    } finally {
      Arrays.fill(key, (byte) 0);
      Arrays.fill(authKey, (byte) 0);
    }
  }

  /**
   * What is at the end of the key material; empty with a combined-mode algorithm, but for AES-GMAC,
   * whose only key this is to a device.
   */
  private static byte[] integrityKey(SaSpec spec) {
    byte[] material = spec.keyMaterial();
    if (spec.encryption() == EncryptionAlgorithm.NULL_AUTH_AES_GMAC) {
      return Arrays.copyOf(material, spec.keyBits() / 8);
    }
    return Arrays.copyOfRange(
        material, material.length - spec.integrity().keyLength(), material.length);
  }

  @Override
  public void destroy(long session) {
    device.destroySession(session);
  }
}

package io.yett.dataplane;

import io.yett.dataplane.esp.AesGcm;
import io.yett.dataplane.sachannel.CommandError;
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
    CryptoTransform transform =
        switch (spec.encryption()) {
          case AES_GCM_16 ->
              CryptoTransform.aesGcm(spec.keyBits() / 8, AesGcm.aadLength(spec.esn()));
        };
    if (!device.supports(transform)) {
      throw new SadException(
          CommandError.UNSUPPORTED_ALGORITHM,
          "crypto device " + device.name() + " does not offer " + transform.describe());
    }
    byte[] key = Arrays.copyOf(spec.keyMaterial(), transform.keyLength());
    try {
      return device.createSession(transform, spec.direction() == SaDirection.OUTBOUND, key, null);
    } catch (DpdkException e) {
      throw new SadException(CommandError.FULL, e.getMessage());
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  @Override
  public void destroy(long session) {
    device.destroySession(session);
  }
}

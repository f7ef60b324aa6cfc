package io.yett.perf.lane;

import io.yett.dataplane.sachannel.EncryptionAlgorithm;
import io.yett.dataplane.sachannel.IntegrityAlgorithm;
import io.yett.perf.scenario.Algorithm;

/** The data plane's names of the algorithms. */
final class LaneAlgorithms {
  private LaneAlgorithms() {}

  static EncryptionAlgorithm encryption(Algorithm algorithm) {
    return switch (algorithm) {
      case AES_128_GCM, AES_256_GCM -> EncryptionAlgorithm.AES_GCM_16;
      case AES_128_CBC_HMAC_SHA256 -> EncryptionAlgorithm.AES_CBC;
      case CHACHA20_POLY1305 -> EncryptionAlgorithm.CHACHA20_POLY1305;
    };
  }

  static IntegrityAlgorithm integrity(Algorithm algorithm) {
    return algorithm.isAead() ? IntegrityAlgorithm.NONE : IntegrityAlgorithm.HMAC_SHA2_256_128;
  }
}

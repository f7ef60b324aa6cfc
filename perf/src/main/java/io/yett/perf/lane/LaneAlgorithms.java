package io.yett.perf.lane;

import io.yett.dataplane.sachannel.EncryptionAlgorithm;
import io.yett.perf.scenario.Algorithm;
import java.util.Map;

/** The data plane's names of the algorithms. */
public final class LaneAlgorithms {
  private static final Map<Algorithm, EncryptionAlgorithm> ENCRYPTION =
      Map.of(
          Algorithm.AES_128_GCM, EncryptionAlgorithm.AES_GCM_16,
          Algorithm.AES_256_GCM, EncryptionAlgorithm.AES_GCM_16);

  private LaneAlgorithms() {}

  /** True if the data plane has the algorithm. */
  public static boolean has(Algorithm algorithm) {
    return ENCRYPTION.containsKey(algorithm);
  }

  static EncryptionAlgorithm encryption(Algorithm algorithm) {
    EncryptionAlgorithm encryption = ENCRYPTION.get(algorithm);
    if (encryption == null) {
      throw new IllegalArgumentException("the data plane has no " + algorithm.label());
    }
    return encryption;
  }
}

package io.yett.ike.simulation;

import java.security.SecureRandom;
import java.util.Random;

/** Not secure: the same numbers for the same seed, so that a run can be repeated. */
final class SeededSecureRandom extends SecureRandom {
  private static final long serialVersionUID = 1L;

  private final transient Random random;

  SeededSecureRandom(long seed) {
    super(null, null);
    this.random = new Random(seed);
  }

  @Override
  public void nextBytes(byte[] bytes) {
    random.nextBytes(bytes);
  }

  @Override
  public String getAlgorithm() {
    return "seeded";
  }
}

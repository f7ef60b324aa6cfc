package io.yett.ike.sa;

import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Gives inbound SPIs: random, 256 and above (RFC 4303 §2.1), and none that is still known. Owned by
 * the engine's thread.
 */
public final class SpiAllocator {
  private static final int FIRST = 256;

  private final RandomGenerator random;
  private final Set<Integer> known = new HashSet<>();

  public SpiAllocator(RandomGenerator random) {
    this.random = random;
  }

  /** Takes an SPI that nobody has. */
  public int allocate() {
    while (true) {
      int spi = random.nextInt();
      if (Integer.compareUnsigned(spi, FIRST) >= 0 && known.add(spi)) {
        return spi;
      }
    }
  }

  /** Marks an SPI as taken, such as that of a manual SA. */
  public void reserve(int spi) {
    known.add(spi);
  }

  /** Gives an SPI back: the data plane has it no more. */
  public void release(int spi) {
    known.remove(spi);
  }
}

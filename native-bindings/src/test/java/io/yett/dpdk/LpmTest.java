package io.yett.dpdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Longest-prefix match against a plain search over all prefixes. */
class LpmTest {
  private static final int PREFIXES = 500;

  @BeforeAll
  static void startDpdk() {
    EalFixture.start();
  }

  @Test
  void agreesWithASearchOverAllPrefixes() {
    Random random = new Random(11);
    int[] prefix = new int[PREFIXES];
    int[] depth = new int[PREFIXES];
    try (Lpm lpm = Lpm.create(EalFixture.unique("lpm"), 1024)) {
      for (int i = 0; i < PREFIXES; i++) {
        depth[i] = i == 0 ? 0 : 1 + random.nextInt(32);
        // Few distinct high bits, so that prefixes nest.
        prefix[i] = (random.nextInt() & 0xc0ff_ffff) & mask(depth[i]);
        lpm.add(prefix[i], depth[i], i);
      }
      long addresses = Memory.allocate(4 * 4096);
      long nextHops = Memory.allocate(4 * 4096);
      for (int i = 0; i < 4096; i++) {
        int from = random.nextInt(PREFIXES);
        int address = prefix[from] | (random.nextInt() & ~mask(depth[from]));
        Memory.putInt(addresses + 4L * i, address);
        assertThat(lpm.lookup(address)).isEqualTo(search(prefix, depth, address));
      }
      lpm.lookup(addresses, nextHops, 4096);
      for (int i = 0; i < 4096; i++) {
        assertThat(Memory.getInt(nextHops + 4L * i))
            .isEqualTo(lpm.lookup(Memory.getInt(addresses + 4L * i)));
      }
    }
  }

  private static int mask(int depth) {
    return depth == 0 ? 0 : -1 << (32 - depth);
  }

  /** Of equal prefixes the one added last counts. */
  private static int search(int[] prefix, int[] depth, int address) {
    int best = -1;
    for (int i = 0; i < PREFIXES; i++) {
      if ((address & mask(depth[i])) == prefix[i] && (best < 0 || depth[i] >= depth[best])) {
        best = i;
      }
    }
    return best;
  }

  @Test
  void withoutAnyPrefixThereIsNoRoute() {
    try (Lpm lpm = Lpm.create(EalFixture.unique("lpm"), 16)) {
      assertThat(lpm.lookup(0xC0000201)).isEqualTo(Lpm.NO_ROUTE);
      lpm.add(0, 0, 5);
      assertThat(lpm.lookup(0xC0000201)).isEqualTo(5);
      lpm.add(0xC0000200, 24, Lpm.MAX_NEXT_HOP);
      assertThat(lpm.lookup(0xC0000201)).isEqualTo(Lpm.MAX_NEXT_HOP);
      lpm.delete(0xC0000200, 24);
      lpm.delete(0xC0000200, 24);
      assertThat(lpm.lookup(0xC0000201)).isEqualTo(5);
      lpm.delete(0, 0);
      assertThat(lpm.lookup(0xC0000201)).isEqualTo(Lpm.NO_ROUTE);
    }
  }
}

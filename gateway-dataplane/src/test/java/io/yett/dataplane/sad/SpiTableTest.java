package io.yett.dataplane.sad;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SpiTableTest {
  @Test
  void equalsAMapOverRandomChanges() {
    try (Arena arena = Arena.ofConfined()) {
      for (int seed = 0; seed < 20; seed++) {
        Random random = new Random(seed);
        SpiTable table = new SpiTable(arena, 100);
        Map<Integer, Long> model = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
          // Few distinct SPIs, so that probes meet and gaps are closed.
          int spi = 256 + random.nextInt(150);
          if (random.nextBoolean()) {
            boolean expected = model.size() < 100 && !model.containsKey(spi);
            assertThat(table.add(spi, i + 1L, 0)).isEqualTo(expected);
            if (expected) {
              model.put(spi, i + 1L);
            }
          } else {
            assertThat(table.remove(spi)).isEqualTo(model.remove(spi) != null);
          }
          int probe = 256 + random.nextInt(150);
          assertThat(table.find(probe)).isEqualTo(model.getOrDefault(probe, 0L));
          assertThat(table.size()).isEqualTo(model.size());
        }
      }
    }
  }

  /** CVE-2025-39965: SPI 0 in a lookup structure. */
  @Test
  void spiZeroIsNeverFoundNorAdded() {
    try (Arena arena = Arena.ofConfined()) {
      SpiTable table = new SpiTable(arena, 8);
      assertThat(table.add(0, 1, 0)).isFalse();
      assertThat(table.remove(0)).isFalse();
      List<Integer> spis = new ArrayList<>();
      for (int spi = 256; spis.size() < 8; spi++) {
        assertThat(table.add(spi, spi, 0)).isTrue();
        spis.add(spi);
      }
      assertThat(table.find(0)).isZero();
      assertThat(table.add(9999, 1, 0)).as("full").isFalse();
      spis.forEach(spi -> assertThat(table.find(spi)).isEqualTo(spi.longValue()));
    }
  }
}

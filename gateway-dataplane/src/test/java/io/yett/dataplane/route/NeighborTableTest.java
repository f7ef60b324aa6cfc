package io.yett.dataplane.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NeighborTableTest {
  @Test
  void keepsAnEntrysPlaceWhateverComesAndGoes() {
    try (Arena arena = Arena.ofConfined()) {
      NeighborTable table = new NeighborTable(arena, 50);
      Random random = new Random(1);
      Map<Long, Integer> places = new HashMap<>();
      Map<Long, Long> macs = new HashMap<>();
      for (int i = 0; i < 10_000; i++) {
        int port = random.nextInt(2);
        int address = random.nextInt(40);
        long key = ((long) port << 32) | address;
        long mac = random.nextInt(3) == 0 ? 0 : 1 + random.nextLong(0xFFFF_FFFF_FFFFL);
        boolean known = places.containsKey(key);
        boolean updated = table.update(port, address, mac);
        if (mac != 0 && !known) {
          assertThat(updated).isEqualTo(places.size() < 50);
        }
        int place = table.find(port, address);
        if (place >= 0) {
          assertThat(places.computeIfAbsent(key, k -> place)).isEqualTo(place);
          macs.put(key, updated ? mac : macs.get(key));
          assertThat(table.wireMac(place)).isEqualTo(macs.get(key));
          assertThat(table.address(place)).isEqualTo(address);
        }
      }
      assertThat(places).hasSize(50);
    }
  }
}

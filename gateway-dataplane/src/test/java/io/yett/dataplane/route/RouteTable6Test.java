package io.yett.dataplane.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RouteTable6Test {
  /** Equals a search of all routes for the longest prefix. */
  @Test
  void findsTheLongestPrefix() {
    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      List<Route6> routes = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        int length = random.nextInt(129);
        routes.add(new Route6(high(random), low(random), length, NextHop.GATEWAY, i % 4, 7, i));
      }
      RouteTable6 table = new RouteTable6(routes);
      for (int i = 0; i < 5_000; i++) {
        Route6 near = routes.get(random.nextInt(routes.size()));
        long high = near.prefixHigh() ^ (random.nextInt(4) == 0 ? 1L << random.nextInt(64) : 0);
        long low = near.prefixLow() ^ (random.nextInt(4) == 0 ? 1L << random.nextInt(64) : 0);
        long found = table.lookup(high, low);
        Route6 expected = longest(routes, high, low);
        if (expected == null) {
          assertThat(RouteTable6.kind(found)).isEqualTo(NextHop.NONE);
          assertThat(RouteTable6.leads(found)).isFalse();
        } else {
          assertThat(RouteTable6.neighborLow(found, 5)).isEqualTo(expected.gatewayLow());
          assertThat(RouteTable6.neighborHigh(found, 5)).isEqualTo(7);
          assertThat(RouteTable6.port(found)).isEqualTo(expected.port());
        }
      }
    }
  }

  /** Few bits vary, so that prefixes cover one another. */
  private static long high(Random random) {
    return 0x2001_0db8_0000_0000L | random.nextInt(16) << 12 | random.nextInt(4);
  }

  private static long low(Random random) {
    return (long) random.nextInt(8) << 61 | random.nextInt(8);
  }

  private static Route6 longest(List<Route6> routes, long high, long low) {
    Route6 best = null;
    for (Route6 route : routes) {
      Route6 masked = new Route6(high, low, route.prefixLength(), 0, 0, 0, 0);
      boolean has =
          masked.prefixHigh() == route.prefixHigh() && masked.prefixLow() == route.prefixLow();
      if (has && (best == null || route.prefixLength() >= best.prefixLength())) {
        best = route;
      }
    }
    return best;
  }

  @Test
  void anEmptyTableLeadsNowhere() {
    long hop = new RouteTable6(List.of()).lookup(-1, -1);
    assertThat(RouteTable6.kind(hop)).isEqualTo(NextHop.NONE);
  }

  @Test
  void localAddressesAreExact() {
    Random random = new Random(3);
    long[] halves = random.longs(400).toArray();
    halves[0] = 0;
    LocalAddresses6 own = new LocalAddresses6(halves);
    for (int i = 0; i < halves.length; i += 2) {
      assertThat(own.contains(halves[i], halves[i + 1])).isTrue();
      assertThat(own.contains(halves[i], halves[i + 1] + 1)).isFalse();
      assertThat(own.contains(halves[i] + 1, halves[i + 1])).isFalse();
    }
    assertThat(own.contains(0, 0)).isFalse();
    assertThat(LocalAddresses6.NONE.isEmpty()).isTrue();
    assertThat(own.isEmpty()).isFalse();
  }

  /** Both families in one table, each neighbour at an index of its own that never changes. */
  @Test
  void neighborsOfBothFamilies() {
    Random random = new Random(4);
    try (Arena arena = Arena.ofConfined()) {
      NeighborTable table = new NeighborTable(arena, 200, 1, 2);
      Map<Long, Integer> indexes = new HashMap<>();
      for (int i = 0; i < 200; i++) {
        long high = random.nextInt(3);
        assertThat(table.update(i & 1, high, i, 0x1000 + i)).isTrue();
        assertThat(table.update(i & 1, i + 1, 0x2000 + i)).isTrue();
        indexes.put((high << 32) | i, table.find(i & 1, high, i));
      }
      assertThat(table.update(0, 9, 9, 1)).as("full").isFalse();
      indexes.forEach((key, index) -> {
        int i = key.intValue();
        assertThat(table.find(i & 1, key >>> 32, i)).isEqualTo(index);
        assertThat(table.find(1 - (i & 1), key >>> 32, i)).isEqualTo(-1);
        assertThat(table.wireMac(index)).isEqualTo(0x1000 + i);
        assertThat(table.findMac(i & 1, i + 1)).isEqualTo(0x2000 + i);
      });
      int index = indexes.values().iterator().next();
      long frame = io.yett.dpdk.Memory.allocate(64);
      assertThat(table.writeHeader(index, frame)).isTrue();
      assertThat(io.yett.dpdk.Memory.getNetworkShort(frame + 12)).isEqualTo(0x86DD);
    }
  }
}

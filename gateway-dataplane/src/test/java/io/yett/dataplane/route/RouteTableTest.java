package io.yett.dataplane.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RouteTableTest {
  @Test
  void equalsALinearSearchOnRandomRoutes() {
    for (int seed = 0; seed < 10; seed++) {
      Random random = new Random(seed);
      List<Route> routes = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        int prefix = (10 << 24) | random.nextInt(1 << 19);
        routes.add(new Route(prefix, random.nextInt(33), NextHop.GATEWAY, i & 7, i + 1));
      }
      RouteTable table = new RouteTable(routes);
      for (int i = 0; i < 20_000; i++) {
        int address =
            random.nextInt(4) == 0 ? random.nextInt() : (10 << 24) | random.nextInt(1 << 19);
        assertThat(table.lookup(address)).isEqualTo(linear(routes, address));
      }
    }
  }

  @Test
  void withoutRoutesNothingMatches() {
    assertThat(NextHop.kind(new RouteTable(List.of()).lookup(0x0A000001))).isEqualTo(NextHop.NONE);
  }

  private static long linear(List<Route> routes, int address) {
    Route best = null;
    for (Route route : routes) {
      if ((address & Route.mask(route.prefixLength())) == route.prefix()
          && (best == null || route.prefixLength() >= best.prefixLength())) {
        best = route;
      }
    }
    return best == null ? 0 : NextHop.of(best.kind(), best.port(), best.gateway());
  }
}

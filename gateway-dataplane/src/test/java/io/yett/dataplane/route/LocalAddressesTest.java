package io.yett.dataplane.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LocalAddressesTest {
  @Test
  void containsWhatItWasGivenAndNothingElse() {
    Random random = new Random(3);
    for (int size : new int[] {0, 1, 2, 5, 20, 100}) {
      int[] addresses = random.ints(size).toArray();
      LocalAddresses local = new LocalAddresses(addresses);
      for (int address : addresses) {
        assertThat(local.contains(address)).isTrue();
      }
      for (int i = 0; i < 10_000; i++) {
        int probe = random.nextInt();
        assertThat(local.contains(probe))
            .isEqualTo(Arrays.stream(addresses).anyMatch(address -> address == probe));
      }
      assertThat(local.contains(0)).isFalse();
    }
  }
}

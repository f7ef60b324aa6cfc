package io.yett.perf.dut;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yett.dpdk.DpdkException;
import io.yett.perf.generator.PerfDpdk;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ports of two users. */
class TestbedTest {
  @BeforeEach
  void startDpdk() {
    PerfDpdk.start();
  }

  private static Testbed open(List<String> device, List<String> generator) {
    return Testbed.open(
        device, generator, 1500, new Testbed.Pools(PerfDpdk.pool(), PerfDpdk.pool()));
  }

  @Test
  void ringPortsHaveTwoEnds() {
    List<String> rings = List.of(PerfDpdk.unique("net_ring_bed"), PerfDpdk.unique("net_ring_bed"));
    try (Testbed bed = open(rings, rings)) {
      assertThat(bed.device().get(0).receiveQueue())
          .isEqualTo(bed.generator().get(0).transmitQueue());
      assertThat(bed.generator().get(1).receiveQueue())
          .isEqualTo(bed.device().get(1).transmitQueue());
      assertThat(bed.refusalIsLoss()).isTrue();
      assertThat(bed.peerMac()).as("an address that a lane takes for known").isNotZero();
    }
  }

  @Test
  void otherPortsHaveOne() {
    List<String> nulls = List.of(PerfDpdk.unique("net_null_bed"), PerfDpdk.unique("net_null_bed"));
    assertThatThrownBy(() -> open(nulls, nulls))
        .isInstanceOf(DpdkException.class)
        .hasMessageContaining("remedy: give the generator ports of its own");
    try (Testbed bed = open(nulls, List.of())) {
      assertThat(bed.device()).hasSize(2);
      assertThat(bed.generator()).isEmpty();
    }
  }

  @Test
  void portCannotServeTwice() {
    String shared = PerfDpdk.unique("net_null_bed");
    String second = PerfDpdk.unique("net_null_bed");
    String third = PerfDpdk.unique("net_null_bed");
    assertThatThrownBy(() -> open(List.of(shared, second), List.of(third, shared)))
        .hasMessageContaining("is named twice");
  }
}

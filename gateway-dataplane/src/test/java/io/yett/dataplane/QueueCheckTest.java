package io.yett.dataplane;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yett.dataplane.config.PortConfig;
import io.yett.dpdk.PortInfo;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A port with fewer queues than lanes is refused, and the message says what to do. */
class QueueCheckTest {
  private static final PortConfig RED = new PortConfig("red", "", List.of(), 1500);

  @ParameterizedTest(name = "{0} with {1}, {2} queues for {3} lanes")
  @CsvSource({
    "net_af_packet,1,1,2,add qpairs=2 to its device",
    "net_af_xdp,2,1,4,add queue_count=4 to its device",
    "net_pcap,2,3,3,name a file or interface for each lane in its device",
    "net_e1000_igb,1,1,2,use a NIC with more queues",
  })
  void tooFewQueues(String driver, int rx, int tx, int lanes, String remedy) {
    int offered = Math.min(rx, tx);
    assertThatThrownBy(() -> QueueCheck.check(RED, info(driver, rx, tx), lanes))
        .isInstanceOf(StartException.class)
        .hasMessageStartingWith("port red: " + driver + " offers " + offered + " queue")
        .hasMessageContaining(lanes + " lanes need " + lanes)
        .hasMessageContaining("remedy: " + remedy + ", or set dataplane.lanes to " + offered);
  }

  @Test
  void enoughQueuesAreEnough() {
    QueueCheck.check(RED, info("net_ixgbe", 128, 64), 32);
    QueueCheck.check(RED, info("net_af_packet", 1, 1), 1);
  }

  private static PortInfo info(String driver, int rx, int tx) {
    return new PortInfo(driver, -1, rx, tx, 68, 1500, 0, 0, 1);
  }
}

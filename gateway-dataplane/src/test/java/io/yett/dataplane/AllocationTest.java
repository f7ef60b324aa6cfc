package io.yett.dataplane;

import static io.yett.dataplane.TestGateway.BLACK;
import static io.yett.dataplane.TestGateway.RED;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In steady state a lane allocates nothing on the heap, whatever its packets are. */
class AllocationTest {
  private static final int WINDOWS = 10;
  private static final int ROUNDS = 200;
  private static final int FRAMES = 60;

  @ParameterizedTest(name = "{0}, pipelined {1}")
  @CsvSource({
    "aes128gcm16,false",
    "aes128gcm16,true",
    "aes128-sha256,false",
    "aes256gmac,false",
    "aes128ctr-sha1,true"
  })
  void noOctetPerPacket(String suite, boolean pipelined) {
    try (TestGateway gateway =
        new TestGateway(
            pipelined ? TestGateway.pipelined(2) : TestGateway.fused(), config -> config)) {
      TrafficMix mix = new TrafficMix(gateway, 5, suite);
      mix.install();
      List<TrafficMix.Arrival> arrivals = mix.frames(FRAMES);
      // The JVM allocates a little while it still compiles and links; a lane that allocates for its
      // packets would do so in every window.
      long least = Long.MAX_VALUE;
      for (int window = 0; window < WINDOWS && least != 0; window++) {
        long allocated = 0;
        for (int i = 0; i < ROUNDS; i++) {
          allocated += turn(gateway, arrivals);
        }
        least = Math.min(least, allocated);
      }
      assertThat(gateway.counters().transmitted()).isGreaterThan(ROUNDS);
      assertThat(least).as("octets for %d packets", ROUNDS * FRAMES).isZero();
      gateway.assertAccounted();
    }
  }

  /** Octets that the lane's duties allocate for these frames. */
  private static long turn(TestGateway gateway, List<TrafficMix.Arrival> arrivals) {
    arrivals.forEach(arrival -> gateway.feed(arrival.port(), arrival.frame()));
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    List<LaneDuty> duties = gateway.pipeline().duties();
    LaneDuty.Work[] work = duties.stream().map(LaneDuty::work).toArray(LaneDuty.Work[]::new);
    threads.getCurrentThreadAllocatedBytes();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 40; i++) {
      for (LaneDuty.Work duty : work) {
        duty.run();
      }
    }
    long after = threads.getCurrentThreadAllocatedBytes();
    gateway.run();
    gateway.takeAll(RED);
    gateway.takeAll(BLACK);
    gateway.recorder.frames.clear();
    gateway.recorder.lines.clear();
    return after - before;
  }
}

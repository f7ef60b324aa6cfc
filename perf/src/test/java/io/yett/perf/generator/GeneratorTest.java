package io.yett.perf.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.yett.dpdk.Mbuf;
import io.yett.dpdk.Memory;
import io.yett.dpdk.Port;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Threads and ports as they are, over a ring that returns what is sent. */
class GeneratorTest {
  private static final double RATE = 50_000;

  private Port port;
  private Transmitter transmitter;
  private Receiver receiver;

  @BeforeEach
  void openPort() {
    PerfDpdk.start();
    port = PerfDpdk.loop();
    Traffic traffic = new Traffic(FrameMix.parse("imix"), 16, 1, 2, 0x0A010002, 0x0A020005);
    transmitter = new Transmitter(Wire.of(port), PerfDpdk.pool(), new FrameTemplates(traffic));
    receiver = new Receiver(Wire.of(port), Receiver.Kind.PLAIN);
  }

  @AfterEach
  void everyBufferIsBack() {
    while (receiver.work(0) != 0) {}
    assertThat(PerfDpdk.pool().inUse()).as("buffers that leaked").isZero();
    port.close();
  }

  @Test
  void sendsAtTheRateAndReceivesAll() throws Exception {
    try (TrafficThread thread =
        TrafficThread.start("generator", -1, List.of(transmitter, receiver), IdleWatch.NONE)) {
      transmitter.pace(Pace.of(RATE, 1));
      long begin = System.nanoTime();
      Thread.sleep(600);
      thread.check();
      long before = System.nanoTime();
      long due = transmitter.sent() + transmitter.skipped();
      long after = System.nanoTime();
      transmitter.pace(Pace.stopped());
      // Between the two clock readings, less what a whole round may be behind: a window for counts,
      // not for the scheduler. Frames that it cost are counted, and so are part of the sum.
      assertThat((double) due)
          .isCloseTo((before - begin) / 1e9 * RATE, within(0.2 * RATE + (after - before) * RATE));
      Awaitility.await().until(() -> receiver.received() == transmitter.sent());
    }
    assertThat(transmitter.sent()).isPositive();
    assertThat(receiver.octets()).isEqualTo(transmitter.octets());
    assertThat(receiver.missing()).isZero();
    assertThat(receiver.late()).isZero();
    assertThat(receiver.foreign()).isZero();
    assertThat(transmitter.refused()).isZero();
  }

  @Test
  void lostFramesLeaveGaps() {
    transmitter.pace(Pace.unlimited());
    long array = Memory.allocate(8L * 8);
    transmitter.work(1);
    assertThat(receiver.work(2)).isEqualTo(32);
    transmitter.work(3);
    int stolen = port.rxBurst(0, array, 5);
    Mbuf.free(array, stolen);
    assertThat(receiver.work(4)).isEqualTo(27);
    assertThat(receiver.missing()).isEqualTo(5);
    assertThat(receiver.received()).isEqualTo(59);
  }

  @Test
  void fullQueueRefusesAndNothingIsLostOfIt() {
    transmitter.pace(Pace.unlimited());
    for (int i = 0; i < 40; i++) {
      transmitter.work(i);
    }
    assertThat(transmitter.sent() + transmitter.refused()).isEqualTo(40 * 32);
    assertThat(transmitter.refused()).isPositive();
    while (receiver.work(0) != 0) {}
    transmitter.work(41);
    assertThat(receiver.work(42)).isEqualTo(32);
    assertThat(receiver.received()).isEqualTo(transmitter.sent());
    assertThat(receiver.octets()).isEqualTo(transmitter.octets());
    assertThat(receiver.missing()).as("refused frames have no number").isZero();
  }

  @Test
  void roundsAllocateNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    transmitter.pace(Pace.unlimited());
    // The JVM allocates a little while it compiles and links; a generator that allocates would do
    // so in every window.
    long least = Long.MAX_VALUE;
    for (int window = 0; window < 20 && least != 0; window++) {
      threads.getCurrentThreadAllocatedBytes();
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 2_000; i++) {
        transmitter.work(i);
        receiver.work(i);
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(least).as("octets for 64000 frames each way").isZero();
    assertThat(receiver.received()).isEqualTo(transmitter.sent());
  }

  @Test
  void failureOfATaskIsNotSwallowed() {
    TrafficTask broken =
        nanoTime -> {
          throw new IllegalStateException("no more");
        };
    assertThatThrownBy(
            () -> {
              try (TrafficThread thread =
                  TrafficThread.start("broken", -1, List.of(broken), IdleWatch.NONE)) {
                for (int i = 0; i < 1_000; i++) {
                  thread.check();
                  Thread.sleep(10);
                }
              }
            })
        .hasMessage("broken ended: no more")
        .hasRootCauseMessage("no more");
  }
}

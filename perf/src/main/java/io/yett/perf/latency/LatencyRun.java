package io.yett.perf.latency;

import io.yett.dpdk.Eal;
import io.yett.perf.dut.TunnelLane;
import io.yett.perf.generator.Pace;
import io.yett.perf.generator.TrafficThread;
import io.yett.perf.generator.Transmitter;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Leads a lane and its generator through all loads. One thread, which is neither of them. */
final class LatencyRun implements AutoCloseable {
  private static final int SAMPLE_MILLIS = 50;
  private static final int SETTLE_MILLIS = 500;
  private static final double IDLE_LOAD = 0.01;

  /** If fewer frames than this part are refused at full speed, the lane was never full. */
  private static final double FULL = 0.01;

  private final LatencyOptions options;
  private final TunnelLane lane;
  private final Transmitter transmitter;
  private final TrafficThread generator;
  private final LaneTimer timer;
  private final JitterMeter jitter;
  private final JitterMeter.Jitter spin;
  private final SchedulerWatch scheduler;
  private final LoadSummary idle = new LoadSummary(0);
  private final List<LoadSummary> loads = new ArrayList<>();
  private double saturated;
  private boolean byLane;

  /** All parts are running; {@code spin} was measured before on the lane's CPU. */
  LatencyRun(
      LatencyOptions options,
      TunnelLane lane,
      Transmitter transmitter,
      TrafficThread generator,
      LaneTimer timer,
      JitterMeter jitter,
      JitterMeter.Jitter spin)
      throws IOException {
    this.options = options;
    this.lane = lane;
    this.transmitter = transmitter;
    this.generator = generator;
    this.timer = timer;
    this.jitter = jitter;
    this.spin = spin;
    this.scheduler = new SchedulerWatch("lane-", options.cpu);
    options.loads.forEach(load -> loads.add(new LoadSummary(load)));
  }

  void measure() throws IOException, InterruptedException {
    transmitter.pace(Pace.unlimited());
    watch(options.warmUp * 1_000);
    System.gc(); // what the start left behind is not the run's
    Phase full = phase(Pace.unlimited());
    saturated = rate(full);
    byLane = full.refused() > FULL * (full.packets() + full.refused());
    progress("saturated", full);
    for (int round = 0; round < options.rounds; round++) {
      add(idle, IDLE_LOAD);
      for (LoadSummary load : loads) {
        add(load, load.load());
      }
    }
    transmitter.pace(Pace.stopped());
  }

  private void add(LoadSummary summary, double load) throws IOException, InterruptedException {
    Phase phase = phase(Pace.of(Math.max(1, saturated * load), options.burst));
    summary.add(phase);
    progress(String.format(Locale.ROOT, "%.0f %% load", 100 * load), phase);
  }

  /** Packets per second. */
  private static double rate(Phase phase) {
    return phase.packets() * 1e9 / phase.scheduler().nanoTime();
  }

  private static void progress(String what, Phase phase) {
    System.err.println(
        String.format(
            Locale.ROOT,
            "%s: %.2f Mpps, p50 %.1f us, p99.9 %.1f us",
            what,
            rate(phase) / 1e6,
            phase.times().inside().getValueAtPercentile(50) / 1e3,
            phase.times().inside().getValueAtPercentile(99.9) / 1e3));
  }

  private Phase phase(Pace pace) throws IOException, InterruptedException {
    transmitter.pace(pace);
    watch(SETTLE_MILLIS);
    SchedulerWatch.Sample begin = scheduler.sample();
    long packets = lane.counters().transmitted();
    long refused = transmitter.refused();
    long collections = collections();
    timer.begin();
    jitter.begin();
    watch(options.seconds * 1_000);
    SchedulerWatch.Sample during = scheduler.sample().minus(begin);
    return new Phase(
        begin.nanoTime(),
        lane.counters().transmitted() - packets,
        transmitter.refused() - refused,
        timer.end(),
        jitter.end(),
        collections() - collections,
        during);
  }

  /** Lets time pass, does the control thread's part, and looks at the scheduler. */
  private void watch(int millis) throws IOException, InterruptedException {
    long end = System.nanoTime() + millis * 1_000_000L;
    while (System.nanoTime() - end < 0) {
      Thread.sleep(SAMPLE_MILLIS);
      lane.poll();
      generator.check();
      scheduler.sample();
    }
    String drops = lane.drops();
    if (!drops.isEmpty()) {
      throw new IllegalStateException("the lane drops packets: " + drops);
    }
  }

  private static long collections() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .mapToLong(GarbageCollectorMXBean::getCollectionCount)
        .sum();
  }

  @Override
  public void close() throws IOException {
    scheduler.close();
  }

  LatencyResult result(Safepoints safepoints) {
    long spinMax = spin.histogram().getMaxValue();
    return new LatencyResult(
        options.frames,
        options.burst,
        options.crypto,
        Eal.hasHugepages(),
        options.cpu,
        options.generatorCpu,
        saturated / 1e6,
        byLane,
        spin.histogram().getValueAtPercentile(50),
        spin.histogram().getValueAtPercentile(99.9),
        spinMax,
        idle.row(safepoints, scheduler::around, spinMax),
        loads.stream().map(load -> load.row(safepoints, scheduler::around, spinMax)).toList());
  }
}

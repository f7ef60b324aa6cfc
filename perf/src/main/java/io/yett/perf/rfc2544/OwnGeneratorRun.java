package io.yett.perf.rfc2544;

import io.yett.dpdk.Mempool;
import io.yett.dpdk.Port;
import io.yett.perf.dut.DeviceList;
import io.yett.perf.dut.Testbed;
import io.yett.perf.dut.TunnelLane;
import io.yett.perf.generator.FrameMix;
import io.yett.perf.generator.FramePool;
import io.yett.perf.generator.FrameTemplates;
import io.yett.perf.generator.IdleWatch;
import io.yett.perf.generator.Receiver;
import io.yett.perf.generator.TrafficThread;
import io.yett.perf.generator.Transmitter;
import io.yett.perf.generator.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Yett measures Yett: lane and generator in one process, each on its own CPU and ports. */
final class OwnGeneratorRun {
  private static final int MBUFS = 8191;

  /** The search gives up below this part of the highest rate. */
  private static final double LOWEST = 1e-4;

  /**
   * How much more than the ports take at full speed is tried first, where there is no line rate.
   */
  private static final double HEADROOM = 1.5;

  private final Rfc2544Options options;
  private final Testbed testbed;
  private final TunnelLane lane;
  private final Mempool pool;
  private final List<Integer> generatorCpus;
  private final boolean hasLine;

  private OwnGeneratorRun(
      Rfc2544Options options,
      Testbed testbed,
      TunnelLane lane,
      Mempool pool,
      List<Integer> generatorCpus,
      boolean hasLine) {
    this.options = options;
    this.testbed = testbed;
    this.lane = lane;
    this.pool = pool;
    this.generatorCpus = generatorCpus;
    this.hasLine = hasLine;
  }

  /**
   * Measures all sizes.
   *
   * @param cpus of the lane, and one or two of the generator
   */
  static List<Rfc2544Row> measure(
      Rfc2544Options options,
      List<String> devicePorts,
      List<String> generatorPorts,
      List<Integer> cpus)
      throws InterruptedException {
    Testbed.Pools pools =
        new Testbed.Pools(
            FramePool.create("device", MBUFS, options.mtu),
            FramePool.create("generator", MBUFS, options.mtu));
    try (Testbed testbed = Testbed.open(devicePorts, generatorPorts, options.mtu, pools);
        TunnelLane lane =
            TunnelLane.start(
                new TunnelLane.Settings(
                    options.path,
                    cpus.getFirst(),
                    options.burst,
                    options.crypto,
                    testbed.peerMac(),
                    options.mtu),
                testbed.device().get(0),
                testbed.device().get(1),
                pools.device(),
                null)) {
      OwnGeneratorRun run =
          new OwnGeneratorRun(
              options,
              testbed,
              lane,
              pools.generator(),
              cpus.subList(1, cpus.size()),
              DeviceList.pci(generatorPorts).size() == generatorPorts.size());
      testbed.awaitLinks();
      List<Rfc2544Row> rows = new ArrayList<>();
      for (FrameMix mix : options.mixes()) {
        rows.add(run.measure(mix));
      }
      return rows;
    }
  }

  private Rfc2544Row measure(FrameMix mix) throws InterruptedException {
    Wire out = testbed.generator().get(0);
    Wire in = testbed.generator().get(1);
    Transmitter transmitter =
        new Transmitter(
            out,
            pool,
            new FrameTemplates(
                TunnelLane.traffic(mix, options.flows, testbed.device().getFirst().port().mac())));
    Receiver receiver =
        new Receiver(
            in, options.path == TunnelLane.Path.ENCRYPT ? Receiver.Kind.ESP : Receiver.Kind.PLAIN);
    List<TrafficThread> threads = start(transmitter, receiver);
    try {
      Runnable meanwhile =
          () -> {
            lane.poll();
            threads.forEach(TrafficThread::check);
          };
      return search(mix, out.port(), transmitter, receiver, meanwhile);
    } finally {
      threads.forEach(TrafficThread::close);
    }
  }

  private Rfc2544Row search(
      FrameMix mix, Port out, Transmitter transmitter, Receiver receiver, Runnable meanwhile)
      throws InterruptedException {
    boolean refusalIsLoss = testbed.refusalIsLoss();
    double accepted =
        new GeneratorTrial(transmitter, receiver, false, Math.max(0.5, options.warmUp), meanwhile)
            .runUnlimited()
            .rate();
    double highest = highest(mix, out, accepted);
    double allowed = options.lossPercent / 100;
    GeneratorTrial trial =
        new GeneratorTrial(transmitter, receiver, refusalIsLoss, options.trialSeconds, meanwhile);
    ThroughputSearch.Result result =
        new ThroughputSearch(highest, highest * LOWEST, options.resolutionPercent / 100, allowed)
            .find(rate -> shown(mix, trial.run(rate)));
    return Rfc2544Row.of(mix, result, allowed);
  }

  private double highest(FrameMix mix, Port out, double accepted) {
    if (options.maxRate > 0) {
      return options.maxRate;
    }
    if (hasLine && out.linkSpeed() > 1) {
      return mix.lineRate(out.linkSpeed());
    }
    if (!(accepted > 0)) {
      throw new IllegalStateException(
          "port " + out.name() + " takes no frames; remedy: check that its other end is up");
    }
    return accepted * HEADROOM;
  }

  private TrialResult shown(FrameMix mix, TrialResult result) {
    String drops = lane.drops();
    System.err.println(
        String.format(
            Locale.ROOT,
            "%s: %.0f frames/s asked, %.0f sent, %.4f %% lost%s",
            mix.name(),
            result.asked(),
            result.rate(),
            100 * result.loss(),
            drops.isEmpty() ? "" : " (the lane's drops so far: " + drops + ")"));
    return result;
  }

  private List<TrafficThread> start(Transmitter transmitter, Receiver receiver)
      throws InterruptedException {
    if (generatorCpus.size() == 1) {
      return List.of(
          TrafficThread.start(
              "generator",
              generatorCpus.getFirst(),
              List.of(transmitter, receiver),
              IdleWatch.NONE));
    }
    return List.of(
        TrafficThread.start(
            "generator-tx", generatorCpus.getFirst(), List.of(transmitter), IdleWatch.NONE),
        TrafficThread.start(
            "generator-rx", generatorCpus.getLast(), List.of(receiver), IdleWatch.NONE));
  }
}

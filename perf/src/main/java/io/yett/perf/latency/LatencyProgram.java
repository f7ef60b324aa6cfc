package io.yett.perf.latency;

import io.yett.dpdk.Eal;
import io.yett.dpdk.EalArguments;
import io.yett.dpdk.Mempool;
import io.yett.dpdk.Port;
import io.yett.perf.dut.TunnelLane;
import io.yett.perf.generator.FrameMix;
import io.yett.perf.generator.FramePool;
import io.yett.perf.generator.FrameTemplates;
import io.yett.perf.generator.TrafficThread;
import io.yett.perf.generator.Transmitter;
import io.yett.perf.generator.Wire;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The measurement itself, in a JVM of its own with the options of the data plane: a generator's
 * thread on one CPU, a ring port, a fused lane on another CPU, a port that swallows. Writes a
 * {@link LatencyResult} as JSON.
 */
@CommandLine.Command(name = "latency")
final class LatencyProgram implements Callable<Integer> {
  static final int MTU = 1500;
  private static final int MEMORY_MIB = 512;

  /** Few enough to stay in the cache, enough for a full ring and what two threads keep. */
  private static final int MBUFS = 2047;

  private static final int FLOWS = 64;
  private static final int SPIN_MILLIS = 2_000;
  private static final long PEER_MAC = 0x02_00_00_00_00_02L;

  @Mixin private LatencyOptions options;

  @Option(names = "--result", required = true)
  private Path result;

  @Option(names = "--safepoints", required = true)
  private Path safepoints;

  private LatencyProgram() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new LatencyProgram()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    Eal.init(EalArguments.of(EalArguments.Hugepages.AUTO, MEMORY_MIB));
    JitterMeter.Jitter spin = spinOnLaneCpu();
    FrameMix mix = FrameMix.parse(options.frames);
    Mempool pool = FramePool.create("latency", MBUFS, mix.largest());
    Port red = open("net_ring0", pool);
    Port black = open("net_null0,no-rx=1", pool);
    LaneTimer timer = new LaneTimer();
    JitterMeter jitter = new JitterMeter();
    Transmitter transmitter =
        new Transmitter(
            new Wire(red, 1, 0),
            pool,
            new FrameTemplates(TunnelLane.traffic(mix, FLOWS, red.mac())));
    try (TunnelLane lane =
            TunnelLane.start(
                new TunnelLane.Settings(
                    TunnelLane.Path.ENCRYPT,
                    options.cpu,
                    options.burst,
                    options.crypto,
                    PEER_MAC,
                    MTU),
                new Wire(red, 0, 1),
                new Wire(black, 0, 1),
                pool,
                timer);
        TrafficThread generator =
            TrafficThread.start("generator", options.generatorCpu, List.of(transmitter), jitter);
        LatencyRun run =
            new LatencyRun(options, lane, transmitter, generator, timer, jitter, spin)) {
      run.measure();
      Files.writeString(result, run.result(Safepoints.read(safepoints)).toJson());
    }
    return 0;
  }

  /** What the lane's CPU is like before there is a lane. */
  private JitterMeter.Jitter spinOnLaneCpu() throws InterruptedException {
    JitterMeter meter = new JitterMeter();
    try (TrafficThread spinner = TrafficThread.start("spin", options.cpu, List.of(), meter)) {
      Thread.sleep(SPIN_MILLIS / 4); // until it is compiled
      meter.begin();
      Thread.sleep(SPIN_MILLIS);
      spinner.check();
      return meter.end();
    }
  }

  private static Port open(String device, Mempool pool) {
    Port port = Port.open(device);
    port.configure(new Port.Config(2, 2, 1024, MTU, 0, 0), pool);
    port.start();
    return port;
  }
}

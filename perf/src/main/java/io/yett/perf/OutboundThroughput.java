package io.yett.perf;

import io.yett.dataplane.Pipeline;
import io.yett.dataplane.PipelineConfig;
import io.yett.dataplane.config.InterfaceAddress;
import io.yett.dataplane.config.LaneConfig;
import io.yett.dataplane.config.PortConfig;
import io.yett.dataplane.control.PuntHandler;
import io.yett.dataplane.control.PuntReason;
import io.yett.dataplane.counters.DropReason;
import io.yett.dataplane.counters.LaneCounters;
import io.yett.dataplane.sachannel.CommandError;
import io.yett.dataplane.sachannel.EncryptionAlgorithm;
import io.yett.dataplane.sachannel.PolicyAction;
import io.yett.dataplane.sachannel.PolicySpec;
import io.yett.dataplane.sachannel.SaDirection;
import io.yett.dataplane.sachannel.SaLifetime;
import io.yett.dataplane.sachannel.SaSpec;
import io.yett.dataplane.sachannel.TrafficSelector;
import io.yett.dpdk.CryptoDevice;
import io.yett.dpdk.Eal;
import io.yett.dpdk.EalArguments;
import io.yett.dpdk.Mempool;
import io.yett.dpdk.Port;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.agrona.DirectBuffer;

/**
 * How many packets a lane encrypts in a second: frames of a capture file without end (net_pcap)
 * through ESP in tunnel mode with AES-128-GCM to a port that swallows them (net_null).
 *
 * <p>Arguments: the capture file, seconds, {@code fused} or {@code pipelined}, CPUs by comma, and
 * how many SAs. Prints a line each second: packets per second of wall time, and nanoseconds of CPU
 * time for a packet by thread, which say more on a machine that is shared.
 */
public final class OutboundThroughput {
  private static final int PEER = 0xC0000202;

  private OutboundThroughput() {}

  public static void main(String[] args) throws InterruptedException, IOException {
    Path capture = Path.of(args[0]);
    int seconds = Integer.parseInt(args[1]);
    LaneConfig.Shape shape = LaneConfig.Shape.valueOf(args[2].toUpperCase(Locale.ROOT));
    List<Integer> cpus = List.of(args[3].split(",")).stream().map(Integer::valueOf).toList();
    int sas = args.length > 4 ? Integer.parseInt(args[4]) : 1;
    LaneConfig lane =
        new LaneConfig(
            shape, cpus, Math.max(1, cpus.size() - 2), 32, LaneConfig.Idle.BUSY_SPIN, "auto");
    Eal.init(EalArguments.of(EalArguments.Hugepages.AUTO, 512));
    Mempool pool = Mempool.create("bench", 8191, 256, Mempool.DEFAULT_DATA_ROOM);
    Port red = port("net_pcap0,rx_pcap=" + capture + ",infinite_rx=1", pool);
    Port black = port("net_null1,no-rx=1", pool);
    CryptoDevice crypto = CryptoDevice.open("crypto_aesni_gcm0");
    PipelineConfig.configure(crypto, lane, PipelineConfig.Limits.DEFAULT);
    crypto.start();
    List<PortConfig> ports =
        List.of(
            new PortConfig("red", "", List.of(address("10.0.0.1", 16)), 1500),
            new PortConfig("black", "", List.of(address("192.0.2.1", 24)), 1600));
    PipelineConfig config =
        new PipelineConfig(
            lane, ports, List.of(), PolicyAction.DISCARD, List.of(red, black), pool, crypto);
    try (Pipeline pipeline = new Pipeline(config)) {
      configure(pipeline, sas);
      pipeline.start();
      measure(pipeline, seconds);
    }
    System.exit(0);
  }

  private static void configure(Pipeline pipeline, int sas) {
    pipeline.updateNeighbor(1, PEER, 0x02_00_00_00_00_02L);
    List<PolicySpec> policies = new ArrayList<>();
    for (int i = 0; i < sas; i++) {
      List<TrafficSelector> local = List.of(range(0x0A000000, 0x0A00FFFF));
      int start = 0x0B000000 + (sas == 1 ? 0 : i << 8);
      List<TrafficSelector> remote = List.of(range(start, start + (sas == 1 ? 0xFFFFFF : 0xFF)));
      policies.add(new PolicySpec("p" + i, i, PolicyAction.PROTECT, i + 1, local, remote));
      SaSpec spec =
          new SaSpec(
              SaDirection.OUTBOUND,
              0x1000 + i,
              i + 1,
              "bench",
              EncryptionAlgorithm.AES_GCM_16,
              new byte[20],
              ip(0xC0000201),
              ip(PEER),
              null,
              true,
              0,
              SaLifetime.UNLIMITED,
              local,
              remote);
      pipeline.installSa(spec, OutboundThroughput::check);
      pipeline.activateOutbound(i + 1, 0x1000 + i, OutboundThroughput::check);
    }
    pipeline.updatePolicies(policies, OutboundThroughput::check);
  }

  private static void measure(Pipeline pipeline, int seconds) throws InterruptedException {
    PuntHandler ignore = new Ignore();
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    LaneCounters counters = pipeline.counters();
    Map<Long, Long> cpuBefore = new HashMap<>();
    long sentBefore = 0;
    long timeBefore = System.nanoTime();
    for (int second = 0; second < seconds; second++) {
      for (int i = 0; i < 100; i++) {
        pipeline.poll(ignore, 64);
        Thread.sleep(10);
      }
      long sent = counters.transmitted();
      long time = System.nanoTime();
      long packets = sent - sentBefore;
      StringBuilder line = new StringBuilder();
      line.append(
          String.format(Locale.ROOT, "%.2f Mpps wall;", packets * 1e3 / (time - timeBefore)));
      for (long id : threads.getAllThreadIds()) {
        var info = threads.getThreadInfo(id);
        if (info != null && info.getThreadName().startsWith("lane")) {
          long cpu = threads.getThreadCpuTime(id);
          long used = cpu - cpuBefore.getOrDefault(id, 0L);
          cpuBefore.put(id, cpu);
          line.append(
              String.format(
                  Locale.ROOT,
                  " %s %.1f ns (%.2f Mpps per CPU second)",
                  info.getThreadName(),
                  (double) used / Math.max(1, packets),
                  packets * 1e3 / Math.max(1, used)));
        }
      }
      System.out.println(line);
      sentBefore = sent;
      timeBefore = time;
    }
    for (DropReason reason : DropReason.values()) {
      if (counters.dropped(reason) != 0) {
        System.out.println("dropped " + reason + ": " + counters.dropped(reason));
      }
    }
    System.out.println("flow misses " + counters.flowMisses() + ", punted " + counters.punted());
  }

  private static void check(CommandError error, String text) {
    if (error != CommandError.NONE) {
      throw new IllegalStateException(error + ": " + text);
    }
  }

  private static Port port(String device, Mempool pool) {
    Port port = Port.open(device);
    port.configure(new Port.Config(1, 1, 1024, 1500, 0, 0), pool);
    port.start();
    return port;
  }

  private static InterfaceAddress address(String text, int length) {
    return new InterfaceAddress(InetAddress.ofLiteral(text), length);
  }

  private static TrafficSelector range(int start, int end) {
    return TrafficSelector.ofRange(ip(start), ip(end));
  }

  private static InetAddress ip(int hostOrder) {
    try {
      return InetAddress.getByAddress(ByteBuffer.allocate(4).putInt(hostOrder).array());
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Nothing is expected. */
  private static final class Ignore implements PuntHandler {
    @Override
    public void onFrame(int port, PuntReason reason, DirectBuffer frame, int offset, int length) {}

    @Override
    public void onTooBig(int port, int mtu, DirectBuffer frame, int offset, int length) {}

    @Override
    public void onAcquire(int reqId, DirectBuffer packet, int offset, int length) {}

    @Override
    public void onExpire(boolean inbound, int spi, int reqId, boolean hard) {}

    @Override
    public void onUnresolved(int port, int nextHop) {}

    @Override
    public void onPeerMoved(int spi, int reqId, int remoteAddress, int remotePort) {}
  }
}

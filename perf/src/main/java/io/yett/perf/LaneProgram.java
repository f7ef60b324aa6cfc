package io.yett.perf;

import io.yett.dataplane.Pipeline;
import io.yett.dataplane.PipelineConfig;
import io.yett.dataplane.config.InterfaceAddress;
import io.yett.dataplane.config.LaneConfig;
import io.yett.dataplane.config.PortConfig;
import io.yett.dataplane.config.RouteConfig;
import io.yett.dataplane.config.Subnet;
import io.yett.dataplane.control.Completion;
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
import java.net.InetAddress;
import java.util.List;

/**
 * The data plane's packet path by itself, in a JVM of its own: packets of a file go in without end,
 * through one outbound tunnel with manual keys, and out to a port that swallows them. Prints a
 * {@link LaneReading} each second until it is ended.
 */
final class LaneProgram {
  private static final int REQ_ID = 1;
  private static final int SPI = 0x1001;
  private static final int BLACK = 1;
  private static final long PEER_MAC = 0x02_00_00_00_00_02L;
  private static final int PEER = 0xC0_00_02_02;
  private static final int MEMORY_MIB = 512;
  private static final int MBUFS = 8191;
  private static final int MBUF_CACHE = 256;

  private LaneProgram() {}

  /**
   * Arguments: pcap file, CPU (-1: any), whether in hugepages, packets per burst, crypto device.
   */
  public static void main(String[] args) throws Exception {
    EalArguments.Hugepages hugepages =
        Boolean.parseBoolean(args[2])
            ? EalArguments.Hugepages.REQUIRED
            : EalArguments.Hugepages.OFF;
    Eal.init(EalArguments.of(hugepages, MEMORY_MIB));
    Pipeline pipeline =
        start(args[0], Integer.parseInt(args[1]), Integer.parseInt(args[3]), args[4]);
    LaneProbe probe = new LaneProbe();
    while (pipeline.failure() == null) {
      pipeline.poll(new NoPunts(), 100);
      LaneReading reading =
          new LaneReading(
              pipeline.counters().transmitted(),
              pipeline.counters().dropped(),
              System.nanoTime(),
              probe.cpuNanos(),
              probe.allocatedBytes(),
              LaneProbe.collections());
      System.out.println(reading.toLine());
      Thread.sleep(1000);
    }
    throw new IllegalStateException("the lane ended", pipeline.failure());
  }

  private static Pipeline start(String pcap, int cpu, int burst, String device) throws Exception {
    Mempool pool = Mempool.create("bench", MBUFS, MBUF_CACHE, Mempool.DEFAULT_DATA_ROOM);
    Port red = open("net_pcap0,rx_pcap=" + pcap + ",infinite_rx=1", pool);
    Port black = open("net_null1,no-rx=1", pool);
    LaneConfig lane =
        new LaneConfig(
            LaneConfig.Shape.FUSED,
            cpu < 0 ? List.of() : List.of(cpu),
            1,
            burst,
            LaneConfig.Idle.BUSY_SPIN,
            "auto");
    CryptoDevice crypto = CryptoDevice.open(device);
    PipelineConfig.configure(crypto, lane, PipelineConfig.Limits.DEFAULT);
    crypto.start();
    Pipeline pipeline =
        new Pipeline(
            new PipelineConfig(
                lane,
                List.of(port("red", red, "10.1.0.1"), port("black", black, "192.0.2.1")),
                List.of(
                    new RouteConfig(
                        Subnet.containing(InetAddress.getByName("10.2.0.0"), 16),
                        InetAddress.getByName("192.0.2.2"),
                        "black")),
                PolicyAction.DISCARD,
                List.of(red, black),
                pool,
                crypto));
    protect(pipeline);
    return pipeline;
  }

  private static Port open(String device, Mempool pool) {
    Port port = Port.open(device);
    port.configure(Port.Config.simple(1500), pool);
    port.start();
    return port;
  }

  private static PortConfig port(String name, Port port, String address) throws Exception {
    return new PortConfig(
        name, port.name(), List.of(new InterfaceAddress(InetAddress.getByName(address), 24)), 1500);
  }

  /** Installs what a manual SA pair of the configuration would, outbound only. */
  private static void protect(Pipeline pipeline) throws Exception {
    TrafficSelector red = range("10.1.0.0", "10.1.255.255");
    TrafficSelector blue = range("10.2.0.0", "10.2.255.255");
    byte[] key = new byte[20];
    for (int i = 0; i < key.length; i++) {
      key[i] = (byte) i;
    }
    pipeline.updateNeighbor(BLACK, PEER, PEER_MAC);
    pipeline.updatePolicies(
        List.of(
            new PolicySpec("bench", 1, PolicyAction.PROTECT, REQ_ID, List.of(red), List.of(blue))),
        expectSuccess());
    pipeline.installSa(
        new SaSpec(
            SaDirection.OUTBOUND,
            SPI,
            REQ_ID,
            "bench",
            EncryptionAlgorithm.AES_GCM_16,
            key,
            InetAddress.getByName("192.0.2.1"),
            InetAddress.getByName("192.0.2.2"),
            null,
            false,
            0,
            SaLifetime.UNLIMITED,
            List.of(red),
            List.of(blue)),
        expectSuccess());
    pipeline.activateOutbound(REQ_ID, SPI, expectSuccess());
    pipeline.start();
  }

  private static TrafficSelector range(String first, String last) throws Exception {
    return TrafficSelector.ofRange(InetAddress.getByName(first), InetAddress.getByName(last));
  }

  private static Completion expectSuccess() {
    return (error, text) -> {
      if (error != CommandError.NONE) {
        throw new IllegalStateException(error + ": " + text);
      }
    };
  }
}

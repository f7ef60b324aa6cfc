package io.yett.dataplane;

import static io.yett.dataplane.TestGateway.KEY;
import static io.yett.dataplane.TestGateway.LOCAL;
import static io.yett.dataplane.TestGateway.REMOTE;
import static io.yett.dataplane.TestGateway.REQ_ID;
import static io.yett.dataplane.TestGateway.ip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.yett.dataplane.TestGateway.SaBuilder;
import io.yett.dataplane.config.InterfaceAddress;
import io.yett.dataplane.config.PortConfig;
import io.yett.dataplane.config.RouteConfig;
import io.yett.dataplane.config.Subnet;
import io.yett.dataplane.counters.DropReason;
import io.yett.dataplane.counters.PacketCounters;
import io.yett.dataplane.esp.DeviceQueue;
import io.yett.dataplane.sachannel.PolicyAction;
import io.yett.dataplane.sachannel.SaDirection;
import io.yett.dataplane.sachannel.SaSpec;
import io.yett.dpdk.Mempool;
import io.yett.dpdk.Port;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.LongStream;
import org.agrona.concurrent.SystemNanoClock;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two lanes with threads, queues and pools of their own, over ports that read a file for each
 * queue. Both directions of one SA pair are on both lanes; scapy is at the other end.
 */
class TwoLanesPcapTest {
  private static final int LANES = 2;
  private static final int PACKETS = 300;
  private static final int SPI = 0x1001;
  private static final String SUITE = "aes128gcm16";
  private static final int MTU = 1500;

  /** {@code lost} packets came to one lane while another came to own their SA. */
  private record Outcome(long lost, long handedOver, long takenOver) {}

  @TempDir Path directory;
  private final List<Mempool> pools = new ArrayList<>();

  @Test
  void scapyOpensWhatBothLanesSendAndBothLanesOpenWhatItSends() throws Exception {
    assumeTrue(Scapy.isThere(), "scapy is not installed (Debian: python3-scapy)");
    DpdkFixture.start();
    try (Scapy scapy = new Scapy()) {
      long mac = nextMac();
      writeFrames(scapy, mac, mac + 1);
      for (int lane = 0; lane < LANES; lane++) {
        pools.add(Mempool.create(DpdkFixture.unique("lanes"), 2047, 32, Mempool.DEFAULT_DATA_ROOM));
      }
      Outcome outcome;
      try (Port red = open("red");
          Port black = open("black")) {
        assertThat(red.mac()).isEqualTo(mac);
        assertThat(black.mac()).isEqualTo(mac + 1);
        outcome = run(red, black);
      }
      assertThat(pools).allMatch(pool -> pool.inUse() == 0);
      List<byte[]> encrypted = read("black");
      assertThat(encrypted).hasSize(LANES * PACKETS);
      assertThat(encrypted.stream().map(TwoLanesPcapTest::sequence).sorted().toList())
          .as("every number once")
          .isEqualTo(LongStream.rangeClosed(1, (long) LANES * PACKETS).boxed().toList());
      assertThat(encrypted.stream().map(frame -> opened(scapy, frame)).sorted().toList())
          .isEqualTo(inner("10.1.0.9", "10.2.0.5"));
      List<byte[]> decrypted = read("red");
      assertThat(outcome.lost).isLessThan(4 * 32);
      assertThat(decrypted).hasSize((int) (LANES * PACKETS - outcome.lost)).doesNotHaveDuplicates();
      assertThat(inner("10.2.0.5", "10.1.0.9"))
          .containsAll(decrypted.stream().map(frame -> hex(Frames.packet(frame))).toList());
      assertThat(outcome.handedOver).isPositive().isEqualTo(outcome.takenOver);
    } finally {
      pools.forEach(Mempool::close);
    }
  }

  /** net_pcap numbers its ports by their addresses; nobody opens one meanwhile. */
  private long nextMac() throws IOException {
    Path empty = PcapFiles.write(directory.resolve("empty.pcap"), List.of());
    try (Port port =
        Port.open(device("probe") + ",rx_pcap=" + empty + ",tx_pcap=" + directory + "/probe")) {
      return port.mac() + 1;
    }
  }

  private static String device(String suffix) {
    return DpdkFixture.unique("net_pcap_" + suffix);
  }

  private void writeFrames(Scapy scapy, long redMac, long blackMac) throws IOException {
    for (int lane = 0; lane < LANES; lane++) {
      List<byte[]> red = new ArrayList<>();
      List<byte[]> black = new ArrayList<>();
      for (int i = 0; i < PACKETS; i++) {
        int number = LANES * i + lane;
        red.add(Frames.ipv4Frame(redMac, packet("10.1.0.9", "10.2.0.5", number, 64)));
        byte[] inner = packet("10.2.0.5", "10.1.0.9", number, 64);
        byte[] outer = scapy.seal(SUITE, KEY, SPI, number + 1L, false, false, REMOTE, LOCAL, inner);
        black.add(Frames.ipv4Frame(blackMac, outer));
      }
      PcapFiles.write(directory.resolve("red-in-" + lane), red);
      PcapFiles.write(directory.resolve("black-in-" + lane), black);
    }
  }

  private static byte[] packet(String source, String destination, int number, int ttl) {
    byte[] udp = Frames.udp(number, 7, Frames.counting(number % 100));
    return Frames.ipv4(source, destination, 17, 0, ttl, 0, udp);
  }

  /** All packets as they leave the tunnel, as text and sorted. */
  private static List<String> inner(String source, String destination) {
    List<String> packets = new ArrayList<>();
    for (int i = 0; i < LANES * PACKETS; i++) {
      packets.add(hex(packet(source, destination, i, 63)));
    }
    return packets.stream().sorted().toList();
  }

  private static String opened(Scapy scapy, byte[] frame) {
    byte[] outer = Frames.packet(frame);
    return hex(scapy.open(SUITE, KEY, SPI, sequence(frame), false, false, outer));
  }

  private static long sequence(byte[] frame) {
    return ByteBuffer.wrap(frame).getInt(38) & 0xFFFF_FFFFL;
  }

  private static String hex(byte[] octets) {
    return HexFormat.of().formatHex(octets);
  }

  private Port open(String name) {
    StringBuilder arguments = new StringBuilder(device(name));
    for (int lane = 0; lane < LANES; lane++) {
      arguments.append(",rx_pcap=").append(directory.resolve(name + "-in-" + lane));
      arguments.append(",tx_pcap=").append(directory.resolve(name + "-out-" + lane));
    }
    Port port = Port.open(arguments.toString());
    port.configure(new Port.Config(LANES, LANES, 512, MTU, 0, 0), pools.toArray(Mempool[]::new));
    port.start();
    return port;
  }

  private List<byte[]> read(String name) throws IOException {
    List<byte[]> frames = new ArrayList<>();
    for (int lane = 0; lane < LANES; lane++) {
      frames.addAll(PcapFiles.read(directory.resolve(name + "-out-" + lane)));
    }
    return frames;
  }

  private Outcome run(Port red, Port black) throws InterruptedException {
    try (Pipeline pipeline = new Pipeline(config(red, black))) {
      pipeline.updateNeighbor(0, TestGateway.hostOrder("10.1.0.9"), TestGateway.RED_HOST_MAC);
      pipeline.updateNeighbor(1, TestGateway.hostOrder(REMOTE), TestGateway.PEER_MAC);
      pipeline.updatePolicies(
          List.of(
              TestGateway.policy(
                  "net", PolicyAction.PROTECT, REQ_ID, TestGateway.RED_NET, TestGateway.BLUE_NET)),
          new TestGateway.Result());
      for (SaDirection direction : SaDirection.values()) {
        SaSpec spec = new SaBuilder().spi(SPI).window(4096).build(direction);
        pipeline.installSa(spec, new TestGateway.Result());
      }
      pipeline.activateOutbound(REQ_ID, SPI, new TestGateway.Result());
      pipeline.start(); // the lanes run the commands before they receive
      PacketCounters counters = pipeline.counters();
      Recorder recorder = new Recorder();
      Awaitility.await()
          .pollInSameThread()
          .atMost(Duration.ofSeconds(30))
          .until(() -> {
            pipeline.poll(recorder, 64);
            assertThat(pipeline.failure()).isNull();
            return counters.transmitted() + counters.dropped() == 2L * LANES * PACKETS;
          });
      pipeline.quiesce();
      for (int lane = 0; lane < LANES; lane++) {
        PacketCounters c = pipeline.counters(lane);
        assertThat(c.received()).as("lane %d", lane).isEqualTo(2L * PACKETS);
        assertThat(c.received() + c.takenOver())
            .as("lane %d", lane)
            .isEqualTo(c.transmitted() + c.handedOver() + c.dropped());
      }
      assertThat(counters.received()).isEqualTo(counters.transmitted() + counters.dropped());
      assertThat(counters.dropped()).isEqualTo(counters.dropped(DropReason.OTHER_LANES_SA));
      return new Outcome(
          counters.dropped(DropReason.OTHER_LANES_SA), counters.handedOver(), counters.takenOver());
    }
  }

  private PipelineConfig config(Port red, Port black) {
    return new PipelineConfig(
        TestGateway.lanes(LANES, TestGateway.fused()),
        List.of(
            new PortConfig("red", "", List.of(new InterfaceAddress(ip("10.1.0.1"), 24)), MTU),
            new PortConfig("black", "", List.of(new InterfaceAddress(ip(LOCAL), 24)), MTU)),
        List.of(new RouteConfig(new Subnet(ip("10.2.0.0"), 16), ip(REMOTE), "black")),
        PolicyAction.DISCARD,
        List.of(red, black),
        pools,
        DpdkFixture.immediate(),
        new PipelineConfig.Limits(256, 4096, 64, 1 << 18, 1 << 17, 1024, true),
        PipelineConfig.Queues.ofLanes(LANES),
        number -> new DeviceQueue(DpdkFixture.immediate(), number),
        SystemNanoClock.INSTANCE,
        () -> 0);
  }
}

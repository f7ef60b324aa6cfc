package io.yett.perf.generator;

import static org.assertj.core.api.Assertions.assertThat;

import io.yett.dpdk.Mbuf;
import io.yett.dpdk.Memory;
import io.yett.dpdk.Port;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What leaves the generator is what others take for correct UDP. */
class FramesOnTheWireTest {
  private static final Path TSHARK = Path.of("/usr/bin/tshark");
  private static final int FRAMES = 96;

  @TempDir Path directory;

  @BeforeEach
  void startDpdk() {
    PerfDpdk.start();
  }

  private static Traffic traffic(String mix, int flows) {
    return new Traffic(
        FrameMix.parse(mix),
        flows,
        0x02_00_00_00_00_01L,
        0x02_00_00_00_00_02L,
        0x0A010002,
        0x0A020005);
  }

  @Test
  void tsharkFindsEveryFieldRight() throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(TSHARK), "needs the package tshark");
    Path pcap = directory.resolve("sent.pcap");
    try (Port port =
        Port.open(PerfDpdk.unique("net_pcap_sent") + ",tx_pcap=" + pcap + ",infinite_rx=0")) {
      port.configure(new Port.Config(1, 1, 512, 1500, 0, 0), PerfDpdk.pool());
      port.start();
      Transmitter transmitter =
          new Transmitter(
              Wire.of(port), PerfDpdk.pool(), new FrameTemplates(traffic("64:2,1400:1", 4)));
      transmitter.pace(Pace.unlimited());
      for (int sent = 0; sent < FRAMES; ) {
        sent += transmitter.work(1_000_000 + sent);
      }
      assertThat(transmitter.sent()).isEqualTo(FRAMES);
    }
    List<String> lines = tshark(pcap);
    assertThat(lines).hasSize(FRAMES);
    for (int i = 0; i < FRAMES; i++) {
      int length = i % 3 == 1 ? 1396 : 60;
      int flow = i % 4;
      assertThat(lines.get(i))
          .as("frame %d", i)
          .startsWith(
              String.join(
                  "|",
                  "" + length,
                  "02:00:00:00:00:02",
                  "02:00:00:00:00:01",
                  "" + (length - 14),
                  "1", // the IP checksum is good
                  "10.1.0." + (2 + flow),
                  "10.2.0.5",
                  "" + (1024 + flow),
                  "9",
                  "" + (length - 34),
                  String.format("5947%016x%016x", i, 1_000_000 + i / 32 * 32)));
    }
  }

  private static List<String> tshark(Path pcap) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                TSHARK.toString(), "-r", pcap.toString(), "-o", "ip.check_checksum:TRUE", "-T"));
    command.addAll(List.of("fields", "-E", "separator=|"));
    for (String field :
        List.of(
            "frame.len",
            "eth.dst",
            "eth.src",
            "ip.len",
            "ip.checksum.status",
            "ip.src",
            "ip.dst",
            "udp.srcport",
            "udp.dstport",
            "udp.length",
            "udp.payload")) {
      command.addAll(List.of("-e", field));
    }
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return text.lines().toList();
  }

  @Test
  void everyFlowMeetsEverySize() {
    assertThat(new FrameTemplates(traffic("64", 200)).count()).isEqualTo(200);
    assertThat(new FrameTemplates(traffic("imix", 64)).count()).isEqualTo(192);
    assertThat(new FrameTemplates(traffic("imix", 7)).count()).isEqualTo(84);
  }

  @Test
  void framesOfOthersAreNotOurs() {
    long frame = Memory.allocate(64);
    assertThat(TestFrame.isPlain(frame, 60)).isFalse();
    assertThat(TestFrame.isEsp(frame, 60)).isFalse();
    long array = Memory.allocate(8);
    assertThat(PerfDpdk.pool().allocate(array, 1)).isTrue();
    long mbuf = Memory.getLong(array);
    new FrameTemplates(traffic("64", 1)).write(mbuf, 5, 6);
    assertThat(TestFrame.isPlain(Mbuf.data(mbuf), 60)).isTrue();
    assertThat(TestFrame.isPlain(Mbuf.data(mbuf), 59)).isFalse();
    assertThat(TestFrame.isEsp(Mbuf.data(mbuf), 60)).isFalse();
    assertThat(TestFrame.sequence(Mbuf.data(mbuf))).isEqualTo(5);
    assertThat(TestFrame.stamp(Mbuf.data(mbuf))).isEqualTo(6);
    Mbuf.free(array, 1);
  }
}

package io.yett.perf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In steady state a lane allocates nothing on the heap, however many packets it sends. */
class LaneAllocationTest {
  /** The JIT is done with the lane long before. */
  private static final long WARM_UP_PACKETS = 3_000_000;

  private static final long PACKETS = 3_000_000;

  /** One object of 16 octets per packet would be 48 MB; a burst's, 1.5 MB. */
  private static final long ALLOWED_BYTES = 16_384;

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"multi_buffer", "crypto_openssl0"})
  @Timeout(300)
  void fusedLaneAllocatesNothingPerPacket(String crypto) throws Exception {
    Workload workload = Workload.create(directory, 64);
    try (Peer peer = new Peer(command(workload, crypto))) {
      LaneReading begin = readBeyond(peer, WARM_UP_PACKETS);
      LaneReading end = readBeyond(peer, begin.transmitted() + PACKETS);
      assertThat(end.allocatedBytes() - begin.allocatedBytes())
          .as("bytes for %d packets", end.transmitted() - begin.transmitted())
          .isLessThan(ALLOWED_BYTES);
      assertThat(end.collections()).as("garbage collections").isEqualTo(begin.collections());
      assertThat(end.dropped()).as("dropped packets").isEqualTo(begin.dropped());
    }
  }

  private static LaneReading readBeyond(Peer peer, long packets) throws BenchException {
    while (true) {
      Optional<LaneReading> reading = LaneReading.parse(peer.readLine());
      if (reading.isPresent() && reading.get().transmitted() >= packets) {
        return reading.get();
      }
    }
  }

  private static List<String> command(Workload workload, String crypto) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + Path.of("../deploy/jvm/dataplane.args"));
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(LaneProgram.class.getName());
    command.addAll(List.of(workload.file().toString(), "-1", "false", "32", crypto));
    return command;
  }
}

package io.yett.perf;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Yett's fused lane in a JVM of its own, with the JVM options that the data plane runs with. */
final class YettLane implements Contender {
  private final Path home;
  private final int burst;
  private final String crypto;
  private double bytesPerPacket;
  private long collections;

  /**
   * Makes one.
   *
   * @param home the project's directory
   * @param crypto the lane's crypto device
   */
  YettLane(Path home, int burst, String crypto) {
    this.home = home;
    this.burst = burst;
    this.crypto = crypto;
  }

  @Override
  public String name() {
    return "yett";
  }

  /** The lane's crypto device. */
  String crypto() {
    return crypto;
  }

  /** Heap bytes that the lane allocated per packet, the most of all measurements so far. */
  double bytesPerPacket() {
    return bytesPerPacket;
  }

  /** Garbage collections within measurements so far. */
  long collections() {
    return collections;
  }

  @Override
  public Sample measure(Workload workload, Settings settings) throws BenchException {
    try (Peer peer = new Peer(command(workload, settings))) {
      LaneReading begin = read(peer);
      long warm = begin.nanos() + settings.warmUpSeconds() * 1_000_000_000L;
      while (begin.nanos() < warm) {
        begin = read(peer);
      }
      LaneReading end = begin;
      while (end.nanos() - begin.nanos() < settings.seconds() * 1_000_000_000L) {
        end = read(peer);
      }
      return sample(begin, end);
    }
  }

  private Sample sample(LaneReading begin, LaneReading end) throws BenchException {
    long packets = end.transmitted() - begin.transmitted();
    if (packets == 0 || end.dropped() != begin.dropped()) {
      throw new BenchException(
          "the lane sent " + packets + " packets and dropped " + (end.dropped() - begin.dropped()));
    }
    bytesPerPacket =
        Math.max(
            bytesPerPacket, (double) (end.allocatedBytes() - begin.allocatedBytes()) / packets);
    collections += end.collections() - begin.collections();
    return new Sample(
        packets, (end.nanos() - begin.nanos()) / 1e9, (end.cpuNanos() - begin.cpuNanos()) / 1e9);
  }

  private static LaneReading read(Peer peer) throws BenchException {
    while (true) {
      Optional<LaneReading> reading = LaneReading.parse(peer.readLine());
      if (reading.isPresent()) {
        return reading.get();
      }
    }
  }

  private List<String> command(Workload workload, Settings settings) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + home.resolve("deploy/jvm/dataplane.args"));
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(LaneProgram.class.getName());
    command.add(workload.file().toString());
    command.add(Integer.toString(settings.cpu()));
    command.add(Boolean.toString(settings.hugepages()));
    command.add(Integer.toString(burst));
    command.add(crypto);
    return command;
  }
}

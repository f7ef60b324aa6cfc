package io.yett.perf.latency;

import io.yett.dpdk.CryptoDevice;
import io.yett.perf.generator.FrameMix;
import io.yett.perf.generator.Pace;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** What {@link LatencyBench} takes on its command line, and hands on to {@link LatencyProgram}. */
final class LatencyOptions {
  private static final int MAX_SECONDS = 3600;

  @Option(
      names = "--frames",
      defaultValue = "64",
      description = "Frame sizes: 512, imix, or 64:7,512:4,1400:1 (${DEFAULT-VALUE})")
  String frames;

  @Option(
      names = "--loads",
      split = ",",
      defaultValue = "0.1,0.5,0.7,0.9",
      description = "Parts of the saturated rate (${DEFAULT-VALUE})")
  List<Double> loads;

  @Option(
      names = "--burst",
      defaultValue = "32",
      description = "Frames that the generator sends together, 1..32 (${DEFAULT-VALUE})")
  int burst;

  @Option(
      names = "--seconds",
      defaultValue = "5",
      description = "Measured seconds of each load (${DEFAULT-VALUE})")
  int seconds;

  @Option(
      names = "--warm-up",
      defaultValue = "4",
      description = "Seconds at full speed before the first (${DEFAULT-VALUE})")
  int warmUp;

  @Option(
      names = "--rounds",
      defaultValue = "1",
      description = "Rounds, 1..100; the histograms of a load are added up (${DEFAULT-VALUE})")
  int rounds;

  @Option(names = "--cpu", defaultValue = "-1", description = "CPU of the lane (the last one)")
  int cpu;

  @Option(
      names = "--generator-cpu",
      defaultValue = "-1",
      description = "CPU of the generator (the last but one)")
  int generatorCpu;

  @Option(
      names = "--crypto",
      defaultValue = CryptoDevice.MULTI_BUFFER,
      description = "The lane's crypto device (${DEFAULT-VALUE})")
  String crypto;

  /**
   * Checks ranges.
   *
   * @throws IllegalArgumentException with a remedy
   */
  void check() {
    FrameMix mix = FrameMix.parse(frames);
    if (mix.largest() > LatencyProgram.MTU) {
      throw new IllegalArgumentException(
          "frames of " + mix.largest() + " octets do not fit the tunnel; remedy: 1400 or less");
    }
    if (burst < 1
        || burst > Pace.MAX_BURST
        || rounds < 1
        || rounds > 100
        || seconds < 1
        || seconds > MAX_SECONDS
        || warmUp < 1
        || warmUp > MAX_SECONDS) {
      throw new IllegalArgumentException("a number is out of range; remedy: see --help");
    }
    for (double load : loads) {
      if (!(load > 0 && load <= 1)) {
        throw new IllegalArgumentException("load " + load + "; remedy: more than 0, at most 1");
      }
    }
  }

  /** The same as a command line. */
  List<String> toArguments() {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--frames", frames));
    arguments.addAll(
        List.of("--loads", loads.stream().map(String::valueOf).collect(Collectors.joining(","))));
    arguments.addAll(List.of("--burst", Integer.toString(burst)));
    arguments.addAll(List.of("--seconds", Integer.toString(seconds)));
    arguments.addAll(List.of("--warm-up", Integer.toString(warmUp)));
    arguments.addAll(List.of("--rounds", Integer.toString(rounds)));
    arguments.addAll(List.of("--cpu", Integer.toString(cpu)));
    arguments.addAll(List.of("--generator-cpu", Integer.toString(generatorCpu)));
    arguments.addAll(List.of("--crypto", crypto));
    return arguments;
  }
}

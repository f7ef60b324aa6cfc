package io.yett.ike.simulation;

import java.util.ArrayList;
import java.util.List;

/** What happened, line by line with its time, to be shown when a run fails. */
final class Trace {
  private static final int SHOWN = 400;

  private final SimulatedNetwork network;
  private final long seed;
  private final List<String> lines = new ArrayList<>();

  Trace(SimulatedNetwork network, long seed) {
    this.network = network;
    this.seed = seed;
  }

  void line(String text) {
    long micros = network.now() / 1000 - 3_600_000_000L;
    lines.add(String.format("%12.6f %s", micros / 1e6, text));
  }

  List<String> lines() {
    return lines;
  }

  @Override
  public String toString() {
    int from = Math.max(0, lines.size() - SHOWN);
    return "seed "
        + seed
        + " (replay: -Dyett.simulation.seed="
        + seed
        + ")\n"
        + String.join("\n", lines.subList(from, lines.size()))
        + "\n";
  }
}

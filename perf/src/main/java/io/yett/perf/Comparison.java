package io.yett.perf;

import java.util.ArrayList;
import java.util.List;

/** What two programs did on one workload, round by round. */
final class Comparison {
  private final int frameSize;
  private final List<Sample> ours = new ArrayList<>();
  private final List<Sample> theirs = new ArrayList<>();

  Comparison(int frameSize) {
    this.frameSize = frameSize;
  }

  void add(Sample our, Sample their) {
    ours.add(our);
    theirs.add(their);
  }

  int frameSize() {
    return frameSize;
  }

  List<Sample> ours() {
    return ours;
  }

  List<Sample> theirs() {
    return theirs;
  }

  /** Ours by theirs in Mpps per core, of each round. */
  Spread ratio() {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < ours.size(); i++) {
      ratios.add(ours.get(i).mppsPerCore() / theirs.get(i).mppsPerCore());
    }
    return Spread.of(ratios);
  }

  /**
   * Median and extremes.
   *
   * @param median of an even number the mean of the middle two
   */
  record Spread(double median, double least, double most) {
    static Spread of(List<Double> values) {
      List<Double> sorted = values.stream().sorted().toList();
      int middle = sorted.size() / 2;
      double median =
          sorted.size() % 2 == 1
              ? sorted.get(middle)
              : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
      return new Spread(median, sorted.getFirst(), sorted.getLast());
    }

    static Spread ofCores(List<Sample> samples) {
      return of(samples.stream().map(Sample::mppsPerCore).toList());
    }

    static Spread ofWall(List<Sample> samples) {
      return of(samples.stream().map(Sample::mpps).toList());
    }
  }
}

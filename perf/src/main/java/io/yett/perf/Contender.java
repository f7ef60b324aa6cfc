package io.yett.perf;

/** A program that is measured. */
interface Contender {
  /** For tables, e.g. {@code ipsec-secgw}. */
  String name();

  /**
   * Runs the program on a workload, warms it up, and measures it.
   *
   * @throws BenchException if it does not run as it should
   */
  Sample measure(Workload workload, Settings settings) throws BenchException, InterruptedException;
}

package io.yett.perf.contender;

import java.util.Optional;

/** Reads what a program prints regularly, line by line. */
interface PacketCounter {
  /**
   * What the program has counted since it began.
   *
   * @param sent packets
   * @param dropped packets
   */
  record Count(long sent, long dropped) {}

  /** Takes the next line; has a value if the line completes a count. */
  Optional<Count> accept(String line);
}

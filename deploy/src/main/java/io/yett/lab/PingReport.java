package io.yett.lab;

import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The account of a ping.
 *
 * @param sent requests sent; while the ping goes on, the highest sequence number answered
 * @param counted requests whose answer must have come: all but the last ones, still in flight
 * @param lost counted requests without an answer
 * @param duplicates answers beyond the first
 * @param longestGapMillis the longest time between two answers
 */
public record PingReport(int sent, int counted, int lost, int duplicates, int longestGapMillis) {
  private static final int SEQUENCE_WRAP = 65_536;
  private static final Pattern REPLY =
      Pattern.compile("\\[(\\d+\\.\\d+)] \\d+ bytes from .*icmp_seq=(\\d+) .*");
  private static final Pattern SUMMARY = Pattern.compile("(\\d+) packets transmitted.*");

  /** Reads the output of {@code ping -D}. */
  static PingReport parse(List<String> lines, int inFlight) {
    BitSet answered = new BitSet();
    int sent = 0;
    int highest = 0;
    int duplicates = 0;
    double previous = 0;
    double gap = 0;
    for (String line : lines) {
      Matcher reply = REPLY.matcher(line);
      Matcher summary = SUMMARY.matcher(line);
      if (reply.matches()) {
        int sequence = unwrap(Integer.parseInt(reply.group(2)), highest);
        if (answered.get(sequence)) {
          duplicates++;
        }
        answered.set(sequence);
        highest = Math.max(highest, sequence);
        double at = Double.parseDouble(reply.group(1));
        gap = previous == 0 ? 0 : Math.max(gap, at - previous);
        previous = at;
      } else if (summary.matches()) {
        sent = Integer.parseInt(summary.group(1));
      }
    }
    int known = Math.max(sent, highest);
    int counted = Math.max(0, known - inFlight);
    int lost = counted - answered.get(1, counted + 1).cardinality();
    return new PingReport(known, counted, lost, duplicates, (int) Math.round(gap * 1000));
  }

  /** The sequence number on the wire has 16 bits; the nearest to the highest seen is meant. */
  private static int unwrap(int sequence, int highest) {
    int unwrapped = highest - Math.floorMod(highest, SEQUENCE_WRAP) + sequence;
    if (unwrapped < highest - SEQUENCE_WRAP / 2) {
      return unwrapped + SEQUENCE_WRAP;
    }
    return unwrapped > highest + SEQUENCE_WRAP / 2 && unwrapped >= SEQUENCE_WRAP
        ? unwrapped - SEQUENCE_WRAP
        : unwrapped;
  }

  /** Whether pings went out, every one was answered, and none twice. */
  public boolean isPerfect() {
    return counted > 0 && lost == 0 && duplicates == 0;
  }

  /** For people: how many, how many lost, and the longest gap. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%d of %d pings lost%s, longest gap %d ms",
        lost,
        counted,
        duplicates == 0 ? "" : ", " + duplicates + " doubled",
        longestGapMillis);
  }
}

package io.yett.lab;

import java.time.Duration;
import java.util.HexFormat;

/** A few pings, and whether all came back. */
public final class Pings {
  private static final int MOST_PATTERN_OCTETS = 16;
  private static final Duration EXTRA = Duration.ofSeconds(10);

  /** Sends {@code count} pings; whether each was answered. */
  public static boolean answered(NetworkNamespace from, String target, int count) {
    return from.run(
            EXTRA,
            "ping",
            "-n",
            "-q",
            "-i",
            "0.05",
            "-W",
            "1",
            "-c",
            Integer.toString(count),
            target)
        .output()
        .contains(" " + count + " received");
  }

  /** Sends pings filled with a pattern of up to 16 octets; throws if one is not answered. */
  public static void withPayload(NetworkNamespace from, String target, byte[] pattern, int count) {
    if (pattern.length > MOST_PATTERN_OCTETS) {
      throw new IllegalArgumentException("ping takes a pattern of at most 16 octets");
    }
    String octets = HexFormat.of().formatHex(pattern);
    Command ping =
        from.run(
            EXTRA,
            "ping",
            "-n",
            "-q",
            "-i",
            "0.05",
            "-W",
            "1",
            "-s",
            "200",
            "-p",
            octets,
            "-c",
            Integer.toString(count),
            target);
    if (!ping.output().contains(" " + count + " received")) {
      throw new LabException("not every ping to " + target + " was answered");
    }
  }

  private Pings() {}
}

package io.yett.perf.ike;

import io.yett.perf.BenchException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine.Option;

/** Options of {@link IkeBench}. */
final class IkeBenchOptions {
  private static final int MOST_TUNNELS = 1_000_000;

  @Option(
      names = "--only",
      paramLabel = "REGEX",
      defaultValue = ".*",
      description =
          "Only cases whose whole name matches: handshake-x25519, handshake-p256,"
              + " handshake-mlkem768, child-rekey, ike-rekey, delete, memory")
  String only;

  @Option(names = "--quick", description = "200 tunnels, 1 round")
  boolean quick;

  @Option(
      names = "--systems",
      split = ",",
      paramLabel = "NAME",
      defaultValue = YettResponder.NAME + "," + CharonResponder.NAME,
      description = "Only these (${DEFAULT-VALUE})")
  List<String> systems;

  @Option(names = "--rounds", description = "Rounds, 1..100 (3; with --quick 1)")
  private Integer givenRounds;

  @Option(
      names = "--warm-up",
      description = "Rounds before those that count, 1..100 (2; with --quick 1)")
  private Integer givenWarmUp;

  @Option(names = "--tunnels", description = "Tunnels, 1..1000000 (2000; with --quick 200)")
  private Integer givenTunnels;

  @Option(
      names = "--window",
      defaultValue = "32",
      description = "Peers that are served at once, 1..10000 (${DEFAULT-VALUE})")
  int window;

  @Option(
      names = "--heap",
      paramLabel = "SIZE",
      defaultValue = "256m",
      description = "Yett's largest heap (${DEFAULT-VALUE}: that of the control plane)")
  String heap;

  @Option(
      names = "--jvm",
      paramLabel = "OPTION",
      description = "One more option for Yett's JVM, such as -XX:StartFlightRecording=...")
  List<String> jvm = List.of();

  int rounds;
  int warmUp;
  int tunnels;

  void check() throws BenchException {
    rounds = givenRounds == null ? (quick ? 1 : 3) : givenRounds;
    warmUp = givenWarmUp == null ? (quick ? 1 : 2) : givenWarmUp;
    tunnels = givenTunnels == null ? (quick ? 200 : 2000) : givenTunnels;
    if (outside(rounds, 100)
        || outside(warmUp, 100)
        || outside(tunnels, MOST_TUNNELS)
        || outside(window, 10_000)) {
      throw new BenchException("a number is out of range; remedy: see yett bench ike --help");
    }
    for (String system : systems) {
      if (!system.equals(YettResponder.NAME) && !system.equals(CharonResponder.NAME)) {
        throw new BenchException("no system is named " + system + "; remedy: yett, strongswan");
      }
    }
    try {
      Pattern.compile(only);
    } catch (PatternSyntaxException e) {
      throw new BenchException("--only " + only + ": " + e.getDescription(), e);
    }
  }

  boolean wants(String row) {
    return Pattern.compile(only).matcher(row).matches();
  }

  private static boolean outside(int value, int most) {
    return value < 1 || value > most;
  }
}

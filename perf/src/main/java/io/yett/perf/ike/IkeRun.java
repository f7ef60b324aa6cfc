package io.yett.perf.ike;

import io.yett.lab.Lab;
import io.yett.lab.NetworkNamespace;
import io.yett.lab.VethPair;
import io.yett.perf.BenchException;
import io.yett.perf.result.Spread;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Systems in turn, round by round, the same for each. */
final class IkeRun {
  private static final String PREFIX_LENGTH = "/24";
  private static final Map<DriverProgram.Action, String> AFTER_UP =
      new EnumMap<>(
          Map.of(
              DriverProgram.Action.REKEY_CHILD, "child-rekey",
              DriverProgram.Action.REKEY_IKE, "ike-rekey",
              DriverProgram.Action.DOWN, "delete"));

  private final IkeBenchOptions options;
  private final PrintStream progress;
  private final List<Pair> pairs = new ArrayList<>();
  private final List<Method> methods;
  private final Map<String, List<Double>> rates = new LinkedHashMap<>();
  private final List<IkeRow> memory = new ArrayList<>();
  private boolean counting;

  /** A responder and its own driver, joined by a cable. */
  private record Pair(Responder responder, Program driver) {}

  IkeRun(Lab lab, Path home, IkeBenchOptions options, PrintStream progress) throws BenchException {
    this.options = options;
    this.progress = progress;
    this.methods =
        java.util.Arrays.stream(Method.values())
            .filter(m -> options.wants("handshake-" + m.label()) || m == Method.X25519)
            .toList();
    for (String system : options.systems) {
      pairs.add(pair(lab, home, system));
    }
  }

  private Pair pair(Lab lab, Path home, String system) throws BenchException {
    String letter = system.substring(0, 1);
    NetworkNamespace ours = lab.namespace(letter + "-sut");
    NetworkNamespace theirs = lab.namespace(letter + "-drv");
    VethPair.connect(ours, "sut0", theirs, "drv0");
    ours.address("sut0", ManyPeers.RESPONDER + PREFIX_LENGTH);
    theirs.address("drv0", ManyPeers.DRIVER + PREFIX_LENGTH);
    // charon's ESP in user space wants an address of its own behind it, for its routes.
    ours.address("lo", ManyPeers.INNER_ADDRESS);
    Responder responder =
        system.equals(YettResponder.NAME)
            ? new YettResponder(lab, ours, home, options, methods)
            : new CharonResponder(lab, ours);
    List<String> arguments =
        new ArrayList<>(
            List.of(Integer.toString(options.tunnels), Integer.toString(options.window)));
    methods.stream().filter(responder::speaks).forEach(m -> arguments.add(m.name()));
    Program driver =
        lab.manage(
            new Program(
                theirs,
                List.of("@" + home.resolve("deploy/jvm/controlplane.args"), "-Xmx" + driverHeap()),
                DriverProgram.class,
                arguments));
    return new Pair(responder, driver);
  }

  private String driverHeap() {
    return Math.max(256, options.tunnels / 40 * methods.size()) + "m";
  }

  /** Runs the rounds that do not count, then those that do. */
  List<IkeRow> run() throws BenchException {
    for (int round = 1 - options.warmUp; round <= options.rounds; round++) {
      counting = round > 0;
      boolean first = round == 1 - options.warmUp;
      for (Pair pair : pairs) {
        String what = counting ? "round " + round + " of " + options.rounds : "warm-up";
        progress.println(what + ": " + pair.responder().name());
        round(pair, first);
      }
    }
    List<IkeRow> rows = new ArrayList<>();
    rates.forEach((key, values) -> {
      String[] words = key.split(" ", 2);
      rows.add(new IkeRow(words[0], words[1], Spread.of(values), 0, "per CPU second"));
    });
    rows.addAll(memory);
    return rows;
  }

  private void round(Pair pair, boolean first) throws BenchException {
    for (Method method : methods) {
      if (!pair.responder().speaks(method)) {
        continue;
      }
      boolean measuresMemory = first && method == Method.X25519 && options.wants("memory");
      double before = measuresMemory ? pair.responder().heldOctets() : 0;
      measure(pair, DriverProgram.Action.UP, method, "handshake-" + method.label());
      if (measuresMemory) {
        memory(pair.responder(), before);
      }
      for (Map.Entry<DriverProgram.Action, String> then : AFTER_UP.entrySet()) {
        boolean needed = then.getKey() == DriverProgram.Action.DOWN;
        boolean wanted = method == Method.X25519 && options.wants(then.getValue());
        if (needed || wanted) {
          measure(pair, then.getKey(), method, wanted ? then.getValue() : "");
        }
      }
    }
  }

  private void memory(Responder responder, double before) throws BenchException {
    double octets = (responder.heldOctets() - before) / options.tunnels;
    progress.println(
        String.format(
            Locale.ROOT,
            "  %.1f KiB of %s per tunnel, %d MiB resident",
            octets / 1024,
            responder.memoryKind(),
            ProcessUse.of(responder.pid()).residentKibibytes() / 1024));
    memory.add(new IkeRow("memory", responder.name(), null, octets, responder.memoryKind()));
  }

  /** Does it for all tunnels; counts it if it has a name that is wanted. */
  private void measure(Pair pair, DriverProgram.Action action, Method method, String name)
      throws BenchException {
    ProcessUse before = ProcessUse.of(pair.responder().pid());
    String answer = pair.driver().ask(action + " " + method);
    if (!answer.startsWith("done ")) {
      throw new BenchException(pair.responder().name() + ", " + answer);
    }
    double cpu = ProcessUse.of(pair.responder().pid()).cpuSeconds() - before.cpuSeconds();
    double rate = options.tunnels / Math.max(cpu, 0.01);
    progress.println(
        String.format(
            Locale.ROOT,
            "  %-12s %-9s %6.0f per CPU second: %.2f s of CPU, %s ms",
            action.name().toLowerCase(Locale.ROOT),
            method.label(),
            rate,
            cpu,
            answer.substring("done ".length())));
    if (counting && !name.isEmpty() && options.wants(name)) {
      rates
          .computeIfAbsent(name + " " + pair.responder().name(), key -> new ArrayList<>())
          .add(rate);
    }
  }
}

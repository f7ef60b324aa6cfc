package io.yett.perf.run;

import io.yett.perf.BenchException;
import io.yett.perf.contender.Contender;
import io.yett.perf.contender.Sample;
import io.yett.perf.contender.Settings;
import io.yett.perf.contender.Workload;
import io.yett.perf.result.Measurements;
import io.yett.perf.scenario.Scenario;
import io.yett.perf.scenario.SystemName;
import io.yett.perf.traffic.TrafficFiles;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Runs scenarios: in each round of a group all its scenarios, and in each scenario all systems in
 * turn, so that what is compared is measured close together in time.
 */
public final class Runner {
  private final List<Contender> contenders;
  private final Settings settings;
  private final Path directory;
  private final Measurements measurements = new Measurements();
  private final List<String> notes = new ArrayList<>();
  private final Set<String> given = new HashSet<>();

  /**
   * Makes one.
   *
   * @param contenders in the order of their turns
   * @param directory where packets and configuration files are written
   */
  public Runner(List<Contender> contenders, Settings settings, Path directory) {
    this.contenders = List.copyOf(contenders);
    this.settings = settings;
    this.directory = directory;
  }

  /** What was measured. */
  public Measurements measurements() {
    return measurements;
  }

  /** What did not run, and why. */
  public List<String> notes() {
    return List.copyOf(notes);
  }

  /**
   * Runs them all. A system that fails is noted and left out of the scenario from then on.
   *
   * @throws BenchException if packets cannot be written
   */
  public void run(List<Scenario> scenarios, PrintStream out, boolean terminal)
      throws BenchException, InterruptedException {
    Map<String, List<Scenario>> groups = new LinkedHashMap<>();
    int count = 0;
    double seconds = 0;
    for (Scenario scenario : scenarios) {
      groups.computeIfAbsent(scenario.group(), group -> new ArrayList<>()).add(scenario);
      for (Contender contender : turns(scenario)) {
        count += settings.rounds();
        seconds += settings.rounds() * contender.estimateSeconds(scenario, settings);
      }
    }
    out.println(
        String.format(
            Locale.ROOT,
            "%d scenarios, %d rounds, about %s.",
            scenarios.size(),
            settings.rounds(),
            Progress.time(seconds)));
    Progress progress = new Progress(out, terminal, count, seconds);
    for (List<Scenario> group : groups.values()) {
      runGroup(group, progress);
    }
  }

  private void runGroup(List<Scenario> group, Progress progress)
      throws BenchException, InterruptedException {
    List<Workload> workloads = new ArrayList<>();
    for (Scenario scenario : group) {
      workloads.add(new Workload(scenario, TrafficFiles.write(directory, scenario), directory));
    }
    for (int round = 1; round <= settings.rounds(); round++) {
      for (Workload workload : workloads) {
        runRound(workload, round, progress);
      }
    }
  }

  private List<Contender> turns(Scenario scenario) {
    return contenders.stream()
        .filter(contender -> scenario.systems().contains(contender.system()))
        .toList();
  }

  private void runRound(Workload workload, int round, Progress progress)
      throws InterruptedException {
    Scenario scenario = workload.scenario();
    Sample io = null;
    Sample crypto = null;
    for (Contender contender : turns(scenario)) {
      String what = scenario.name() + ", round " + round + ", " + contender.system().label();
      double estimate = contender.estimateSeconds(scenario, settings);
      progress.begin(what);
      Sample sample = measure(contender, workload);
      String result = "-";
      if (sample != null) {
        measurements.add(scenario, contender.system(), sample);
        result = String.format(Locale.ROOT, "%.2f Mpps", sample.mpps());
        io = contender.system() == SystemName.IO_LIMIT ? sample : io;
        crypto = contender.system() == SystemName.CRYPTO_LIMIT ? sample : crypto;
      }
      progress.end(what, result, estimate);
    }
    if (io != null && crypto != null && scenario.systems().contains(SystemName.FLOOR)) {
      measurements.add(scenario, SystemName.FLOOR, Sample.inSeries(io, crypto));
    }
  }

  /** Null if it failed, now or before. */
  private Sample measure(Contender contender, Workload workload) throws InterruptedException {
    String key = workload.scenario().name() + ": " + contender.system().label();
    if (given.contains(key)) {
      return null;
    }
    try {
      return contender.measure(workload, settings);
    } catch (BenchException e) {
      given.add(key);
      notes.add(key + " did not run: " + e.getMessage());
      return null;
    }
  }
}

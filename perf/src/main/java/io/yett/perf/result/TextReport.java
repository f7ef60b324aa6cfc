package io.yett.perf.result;

import io.yett.perf.contender.OrderCheck;
import io.yett.perf.scenario.SystemName;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The results for people. */
public final class TextReport {
  private final Results results;
  private final StringBuilder text = new StringBuilder();

  private TextReport(Results results) {
    this.results = results;
  }

  /** Tables, and what they mean. */
  public static String of(Results results) {
    TextReport report = new TextReport(results);
    report.addMachine();
    report.addRates();
    report.addTargets();
    report.addAllocation();
    report.addOrder();
    report.addConditions();
    return report.text.toString();
  }

  private void addMachine() {
    Machine machine = results.machine();
    line(
        String.format(
            Locale.ROOT,
            "\n%s, %d cores, Linux %s, DPDK %s, Java %s, commit %s, hugepages %s",
            machine.cpu(),
            machine.cores(),
            machine.kernel(),
            machine.dpdk(),
            machine.java(),
            machine.commit(),
            results.settings().hugepages() ? machine.hugepages() : "not used"));
  }

  private void addRates() {
    Map<String, Map<String, Row>> scenarios = new LinkedHashMap<>();
    for (Row row : results.rows()) {
      scenarios
          .computeIfAbsent(row.scenario(), name -> new LinkedHashMap<>())
          .put(row.system(), row);
    }
    line(
        String.format(
            Locale.ROOT,
            "\nMillion packets per second on the scenario's cores, median (least..most) of %d rounds",
            results.settings().rounds()));
    line(
        String.format(
            Locale.ROOT,
            "%-30s %5s  %-21s %7s  %-21s %7s %7s %7s",
            "scenario",
            "cores",
            "yett",
            "Gbit/s",
            "ipsec-secgw",
            "io",
            "crypto",
            "floor"));
    scenarios.forEach(this::addScenario);
    line("\nRatios, each of one round, median (least..most)");
    line(
        String.format(
            Locale.ROOT, "%-30s %-21s %-21s", "scenario", "yett / ipsec-secgw", "yett / floor"));
    for (Ratios ratio : results.ratios()) {
      line(
          String.format(
              Locale.ROOT,
              "%-30s %-21s %-21s",
              ratio.scenario(),
              spread(ratio.peer()),
              spread(ratio.floor())));
    }
  }

  private void addScenario(String name, Map<String, Row> systems) {
    Row yett = systems.get(SystemName.YETT.label());
    line(
        String.format(
            Locale.ROOT,
            "%-30s %5d  %-21s %7s  %-21s %7s %7s %7s",
            name,
            systems.values().iterator().next().cores(),
            spread(yett),
            yett == null ? "-" : number(yett.gbps()),
            spread(systems.get(SystemName.IPSEC_SECGW.label())),
            median(systems.get(SystemName.IO_LIMIT.label())),
            median(systems.get(SystemName.CRYPTO_LIMIT.label())),
            median(systems.get(SystemName.FLOOR.label()))));
  }

  private void addTargets() {
    if (results.targets().isEmpty()) {
      return;
    }
    line("\nTargets");
    for (Target.Outcome outcome : results.targets()) {
      line(
          String.format(
              Locale.ROOT,
              "%-7s  %-62s at least %5.2f: %s",
              outcome.met() ? "met" : "NOT MET",
              outcome.target(),
              outcome.atLeast(),
              spread(outcome.measured())));
    }
  }

  private void addAllocation() {
    line(
        String.format(
            Locale.ROOT,
            "\nHeap allocated by the lanes: %.6f bytes per packet; garbage collections: %d.",
            results.allocation().bytesPerPacket(),
            results.allocation().collections()));
  }

  private void addOrder() {
    for (OrderCheck.Order order : results.order()) {
      line(
          String.format(
              Locale.ROOT,
              "%s: %d packets, %d reordered, %d lost.",
              order.scenario(),
              order.packets(),
              order.reordered(),
              order.lost()));
    }
  }

  private void addConditions() {
    line(String.format(Locale.ROOT, "Crypto of yett: %s.", results.settings().crypto()));
    line("Gbit/s counts clear frames with their check sequence.");
    line("Rates are of the CPU time that the busiest forwarding thread had.");
    line(
        "Everybody: net_pcap in, net_null out, policies, counters; extended sequence numbers (ESN) outbound.");
    line(
        "Yett also: byte and packet lifetimes. decrypt-*: on neither side a replay window, for the");
    line(
        "same packets come again and again, nor ESN, which ipsec-secgw cannot decrypt;\ndecrypt-window-*: Yett with both.");
    line("ipsec-secgw: poll mode, librte_ipsec; its demand for RX checksum offload is dropped,");
    line("because net_pcap has none. What each figure means: docs/benchmarking.md.");
    results.notes().forEach(note -> line("Note: " + note));
  }

  private void line(String line) {
    text.append(line.stripTrailing()).append('\n');
  }

  private static String spread(Row row) {
    return row == null ? "-" : spread(new Spread(row.median(), row.min(), row.max()));
  }

  private static String spread(Spread spread) {
    return spread == null
        ? "-"
        : String.format(
            Locale.ROOT, "%.2f (%.2f..%.2f)", spread.median(), spread.min(), spread.max());
  }

  private static String median(Row row) {
    return row == null ? "-" : number(row.median());
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}

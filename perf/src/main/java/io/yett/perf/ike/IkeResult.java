package io.yett.perf.ike;

import io.yett.perf.BenchException;
import io.yett.perf.result.Machine;
import io.yett.perf.result.Spread;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * All that a run found, as the JSON file has it.
 *
 * @param strongswan its version
 */
record IkeResult(
    Machine machine,
    String strongswan,
    int tunnels,
    int rounds,
    int window,
    String heap,
    List<IkeRow> rows) {

  void write(Path file) throws BenchException {
    try {
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build()
          .writeValue(file, this);
    } catch (JacksonException e) {
      throw new BenchException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  /** For people. */
  String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%d tunnels, %d rounds, window %d, Yett's heap %s; strongSwan %s%n"
                + "%s, %d cores, Linux %s, commit %s%n%n",
            tunnels,
            rounds,
            window,
            heap,
            strongswan,
            machine.cpu(),
            machine.cores(),
            machine.kernel(),
            machine.commit()));
    text.append(
        String.format(
            Locale.ROOT,
            "%-22s %-11s %30s %8s%n",
            "per second of CPU",
            "system",
            "median (least..most)",
            "ratio"));
    for (IkeRow row : rows) {
      text.append(row.perCpuSecond() == null ? memory(row) : rate(row));
    }
    return text.toString();
  }

  private String rate(IkeRow row) {
    Spread rate = row.perCpuSecond();
    String figures =
        String.format(Locale.ROOT, "%.0f (%.0f..%.0f)", rate.median(), rate.min(), rate.max());
    return String.format(
        Locale.ROOT, "%-22s %-11s %30s %8s%n", row.name(), row.system(), figures, ratio(row));
  }

  private static String memory(IkeRow row) {
    return String.format(
        Locale.ROOT,
        "%-22s %-11s %22.1f KiB of %s per tunnel%n",
        row.name(),
        row.system(),
        row.octetsPerTunnel() / 1024,
        row.note());
  }

  private String ratio(IkeRow row) {
    Optional<IkeRow> charon =
        rows.stream()
            .filter(r -> r.name().equals(row.name()) && r.system().equals(CharonResponder.NAME))
            .findFirst();
    return row.system().equals(CharonResponder.NAME) || charon.isEmpty()
        ? ""
        : String.format(
            Locale.ROOT,
            "%.2f",
            row.perCpuSecond().median() / charon.get().perCpuSecond().median());
  }
}

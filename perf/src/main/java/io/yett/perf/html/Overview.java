package io.yett.perf.html;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The few figures that one looks for first. */
final class Overview {
  private static final List<String> FIRST =
      List.of("encrypt-64", "encrypt-imix", "encrypt-1400", "decrypt-64", "decrypt-1400");

  private final Html html;
  private final Report report;

  private Overview(Html html, Report report) {
    this.html = html;
    this.report = report;
  }

  static void write(Html html, Report report) {
    html.open("section", "class", "tiles", "aria-label", "Overview");
    Overview overview = new Overview(html, report);
    FIRST.forEach(overview::rate);
    overview.targets();
    report.allocation().ifPresent(overview::allocation);
    html.close();
  }

  private void rate(String scenario) {
    Optional<Rate> yett = report.rate(scenario, "yett");
    if (yett.isEmpty()) {
      return;
    }
    StringBuilder text = new StringBuilder();
    report
        .ratio(scenario, "ipsec-secgw")
        .ifPresent(ratio -> text.append(Figures.fixed(ratio.median())).append(" × ipsec-secgw"));
    report
        .ratio(scenario, "floor")
        .ifPresent(ratio ->
            text.append(text.isEmpty() ? "" : ", ")
                .append(Figures.fixed(ratio.median()))
                .append(" of the floor"));
    if (text.isEmpty()) {
      text.append(Figures.number(yett.get().gbps())).append(" Gbit/s");
    }
    tile(scenario, Figures.number(yett.get().mpps().median()), "Mpps", text.toString());
  }

  private void targets() {
    if (report.targets().isEmpty()) {
      return;
    }
    long met = report.targets().stream().filter(Report.Target::met).count();
    tile("targets", Long.toString(met), "of " + report.targets().size(), "are met");
  }

  private void allocation(Report.Allocation allocation) {
    String bytes =
        allocation.bytesPerPacket() == 0
            ? "0"
            : String.format(Locale.ROOT, "%.3g", allocation.bytesPerPacket());
    tile(
        "heap",
        bytes,
        "bytes per packet",
        allocation.collections() + " garbage collections while measuring");
  }

  private void tile(String name, String value, String unit, String text) {
    html.open("div", "class", "tile").element("h3", name);
    html.open("p", "class", "figure").text(value).text(" ").element("small", unit).close();
    html.element("p", text, "class", "note").close();
  }
}

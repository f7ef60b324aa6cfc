package io.yett.perf.html;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Which plots there are, from the rows that there are: no rows, no plot. */
final class Plots {
  private static final String YETT = "yett";
  private static final String PEER = "ipsec-secgw";
  private static final String MPPS = "million packets per second";

  /** Drawn by themselves; what is in no such group is drawn together at the end. */
  private static final Set<String> KNOWN =
      Set.of("encrypt", "decrypt", "tunnels", "policies", "new-flows", "lanes");

  private static final String PIPELINED = "pipelined";

  private static final int POINTS_OF_A_LINE = 3;

  private final Html html;
  private final List<Rate> rates;

  private Plots(Html html, Report report) {
    this.html = html;
    this.rates = report.rates();
  }

  /** Writes all of them. */
  static void write(Html html, Report report) {
    Plots plots = new Plots(html, report);
    plots.bySize("encrypt", "Encrypt, by frame size", "One tunnel, one core.");
    plots.bySize("decrypt", "Decrypt, by frame size", "One tunnel, one core.");
    plots.byCount("tunnels", "By number of tunnels", "64 octets, one core.");
    plots.byCount("policies", "By number of policies", "64 octets, known flows, one core.");
    plots.byCount(
        "new-flows", "New flows, by number of policies", "Each packet is the first of a flow.");
    SpeedUpPlot.write(html, plots.byCores());
    plots.cores();
    plots.others();
    LatencyPlot.write(html, report.latency());
  }

  /** Opens a plot's box; the caller closes it. */
  static void open(Html html, String title, String text) {
    html.open("figure").element("figcaption", title);
    html.element("p", text, "class", "note");
  }

  private void bySize(String group, String title, String text) {
    List<Rate> shown = inOrder(rate -> rate.group().equals(group) && isInBars(rate));
    BarPlot plot = new BarPlot(title + ", " + MPPS, MPPS);
    for (Rate rate : shown) {
      boolean isSize = rate.label().chars().allMatch(Character::isDigit);
      add(plot, isSize ? rate.label() + " octets" : rate.label(), rate);
    }
    write(plot, title, text + " " + sentence(MPPS));
  }

  private void byCount(String group, String title, String text) {
    List<Rate> shown = inOrder(rate -> rate.group().equals(group));
    Set<Double> xs =
        shown.stream().map(Rate::x).collect(Collectors.toCollection(LinkedHashSet::new));
    String caption = text + " " + sentence(MPPS);
    if (xs.size() >= POINTS_OF_A_LINE && xs.iterator().next() > 0) {
      open(html, title, caption);
      line(shown, new ArrayList<>(xs), title).write(html);
      html.close();
      return;
    }
    BarPlot plot = new BarPlot(title + ", " + MPPS, MPPS);
    shown.stream()
        .filter(Plots::isInBars)
        .forEach(rate -> add(plot, Figures.count(rate.x()), rate));
    write(plot, title, caption);
  }

  private static LinePlot line(List<Rate> shown, List<Double> xs, String title) {
    List<Rate> drawn = shown.stream().filter(Plots::isInBars).toList();
    double largest = drawn.stream().mapToDouble(rate -> rate.mpps().max()).max().orElse(1);
    LinePlot plot =
        new LinePlot(
            title + ", " + MPPS,
            Axis.logarithmic(xs.getFirst(), xs.getLast()),
            Axis.fromZero(largest),
            Figures::count);
    xs.forEach(x -> plot.mark(x, Figures.count(x)));
    for (Rate rate : drawn) {
      plot.add(
          Series.label(rate.system(), rate.variant()),
          Series.style(rate.system(), rate.variant()),
          rate.x(),
          rate.mpps(),
          tip(rate));
    }
    return plot;
  }

  private List<Rate> byCores() {
    return inOrder(rate ->
        (rate.group().equals("lanes") || rate.group().startsWith(PIPELINED)) && isInBars(rate));
  }

  private void cores() {
    BarPlot plot = new BarPlot("Throughput by number of cores, " + MPPS, MPPS);
    byCores().forEach(rate -> add(plot, rate.scenario(), rate));
    write(
        plot,
        "Throughput by number of cores",
        "Lanes have flows of their own; pipelined cores share one SA. " + sentence(MPPS));
  }

  private void others() {
    BarPlot plot = new BarPlot("Other algorithms, encapsulation, both ways, " + MPPS, MPPS);
    inOrder(rate ->
            !KNOWN.contains(rate.group()) && !rate.group().startsWith(PIPELINED) && isInBars(rate))
        .forEach(rate -> add(plot, rate.scenario(), rate));
    write(plot, "Everything else", "One core. " + sentence(MPPS));
  }

  private void add(BarPlot plot, String group, Rate rate) {
    plot.add(
        group,
        Series.label(rate.system(), rate.variant()),
        Series.style(rate.system(), rate.variant()),
        rate.mpps());
  }

  private void write(BarPlot plot, String title, String text) {
    if (!plot.isEmpty()) {
      open(html, title, text);
      plot.write(html);
      html.close();
    }
  }

  /** As groups come in the file; within one by x, then by system. */
  private List<Rate> inOrder(Predicate<Rate> wanted) {
    List<String> groups = rates.stream().map(Rate::group).distinct().toList();
    return rates.stream()
        .filter(wanted)
        .sorted(
            Comparator.comparingInt((Rate rate) -> groups.indexOf(rate.group()))
                .thenComparingDouble(Rate::x)
                .thenComparingInt(rate -> Series.rank(rate.system()))
                .thenComparing(Rate::variant))
        .toList();
  }

  private static String tip(Rate rate) {
    return rate.scenario()
        + ", "
        + rate.system()
        + ": "
        + Figures.fixed(rate.mpps().median())
        + " ("
        + Figures.range(rate.mpps())
        + ") Mpps";
  }

  private static String sentence(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
  }

  /** For other plots of this package. */
  static boolean isYett(Rate rate) {
    return rate.system().equals(YETT);
  }

  /** For other plots of this package. */
  static boolean isPeer(Rate rate) {
    return rate.system().equals(PEER);
  }

  /** The limits alone are far above what they limit, and would make all else small. */
  private static boolean isInBars(Rate rate) {
    return !rate.system().equals("io-limit") && !rate.system().equals("crypto-limit");
  }
}

package io.yett.perf.html;

import io.yett.perf.BenchException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The page of a benchmark: one file that opens anywhere, without a network. */
public final class HtmlReport {
  private HtmlReport() {}

  /**
   * Makes the page.
   *
   * @param json what {@code ./yett bench --json} wrote
   * @throws BenchException if there are no results, or a file cannot be read or written
   */
  public static void write(Path json, Path html) throws BenchException {
    String page = page(ReportReader.read(json));
    try {
      Files.writeString(html, page);
    } catch (IOException e) {
      throw new BenchException(
          "cannot write "
              + html
              + ": "
              + e.getMessage()
              + "; remedy: name a file in a folder that"
              + " is there and may be written",
          e);
    }
  }

  private static String page(Report report) throws BenchException {
    Html html = new Html();
    html.open("html", "lang", "en");
    head(html);
    html.open("body");
    html.open("header").element("h1", "Yett benchmark");
    html.element("p", summary(report), "class", "note").close();
    html.open("main");
    Overview.write(html, report);
    html.open("section").element("h2", "Plots").open("div", "class", "plots");
    Plots.write(html, report);
    html.close().close();
    html.open("section").element("h2", "Figures");
    Tables.writeTargets(html, report);
    Tables.write(html, report);
    html.close();
    html.open("section").element("h2", "Conditions");
    Conditions.write(html, report);
    html.close().close().close().close();
    return html.page();
  }

  private static void head(Html html) throws BenchException {
    html.open("head");
    html.empty("meta", "charset", "utf-8");
    html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    html.empty("meta", "name", "color-scheme", "content", "light dark");
    html.element("title", "Yett benchmark");
    html.element("style", styleSheet());
    html.close();
  }

  private static String summary(Report report) {
    String machine =
        Stream.of("cpu", "kernel", "dpdk", "java", "commit")
            .filter(report.machine()::containsKey)
            .map(name -> label(name) + report.machine().get(name))
            .collect(Collectors.joining(" · "));
    return machine.isEmpty() ? "The machine is not known." : machine;
  }

  private static String label(String name) {
    return switch (name) {
      case "kernel" -> "Linux ";
      case "dpdk" -> "DPDK ";
      case "java" -> "Java ";
      case "commit" -> "commit ";
      default -> "";
    };
  }

  /** Without characters that XML would escape, for HTML does not read them back within it. */
  private static String styleSheet() throws BenchException {
    try (InputStream in = HtmlReport.class.getResourceAsStream("report.css")) {
      if (in == null) {
        throw new BenchException("report.css is not in the class path; remedy: ./yett build");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new BenchException("cannot read report.css: " + e.getMessage(), e);
    }
  }
}

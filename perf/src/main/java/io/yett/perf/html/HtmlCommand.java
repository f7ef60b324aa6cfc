package io.yett.perf.html;

import io.yett.perf.BenchException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ./yett bench html}: makes the page of results that were kept. */
@Command(
    name = "html",
    mixinStandardHelpOptions = true,
    description = "Makes the page of results that ./yett bench --json wrote.")
public final class HtmlCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "RESULTS.json", description = "What to show")
  private Path json;

  @Parameters(index = "1", paramLabel = "PAGE.html", description = "What to write")
  private Path html;

  /** Entry point. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new HtmlCommand()).execute(args));
  }

  @Override
  public Integer call() {
    try {
      HtmlReport.write(json, html);
      return 0;
    } catch (BenchException e) {
      System.err.println("yett bench html: " + e.getMessage());
      return 1;
    }
  }
}

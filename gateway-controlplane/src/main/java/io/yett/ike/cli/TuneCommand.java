package io.yett.ike.cli;

import io.yett.ike.admin.Json;
import io.yett.ike.tune.Finding;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Looks at the machine and says what to change for the packet path. */
@Command(
    name = "tune",
    mixinStandardHelpOptions = true,
    description = {
      "Looks at the machine and says what to change for the packet path, with the command and the reason.",
      "%nChanges nothing itself and needs no running process. With --config it knows the lane's CPUs, the ports' NICs and the memory that they need; without, it takes the isolated CPUs for the lane's."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:nothing is to change",
      "1:the configuration file has mistakes",
      "2:wrong command line",
      "4:something is to change"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  yett tune --config /etc/yett/yett.yaml",
      "  yett tune --json              the same for a program"
    })
final class TuneCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "the gateway's configuration file; its key files are not opened")
  private Path config;

  @Option(names = "--json", description = "print the result as JSON")
  private boolean json;

  @Option(
      names = "--root",
      paramLabel = "DIR",
      description = "look at the proc and sys below this directory, such as another machine's copy",
      defaultValue = "/")
  private Path root;

  @Override
  public Integer call() {
    List<Finding> findings = Tune.look(root, config);
    long changes = findings.stream().filter(found -> found.state() == Finding.State.CHANGE).count();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(
          new String(
              Json.write(
                  Json.object(
                      "apiVersion",
                      1,
                      "changes",
                      changes,
                      "findings",
                      findings.stream().map(TuneCommand::toJson).toList())),
              StandardCharsets.UTF_8));
    } else {
      Terminal terminal = Terminal.detect();
      findings.forEach(found -> print(out, terminal, found));
      out.println(changes == 0 ? "nothing to change" : changes + " to change");
    }
    return changes == 0 ? ExitCode.OK : ExitCode.TO_CHANGE;
  }

  private static Object toJson(Finding found) {
    return Json.object(
        "check",
        found.check(),
        "state",
        found.state().name().toLowerCase(Locale.ROOT).replace('_', '-'),
        "saw",
        found.saw(),
        "change",
        found.change(),
        "reason",
        found.reason());
  }

  private static void print(PrintWriter out, Terminal terminal, Finding found) {
    String state =
        switch (found.state()) {
          case OK -> terminal.good("ok         ");
          case CHANGE -> terminal.bad("change     ");
          case CANNOT_TELL -> terminal.warn("cannot tell");
        };
    out.println(
        String.format(
            Locale.ROOT, "%s  %-21s  %s", state, found.check(), Terminal.printable(found.saw())));
    if (!found.change().isEmpty()) {
      out.println("             do:  " + Terminal.printable(found.change()));
    }
    out.println("             why: " + Terminal.printable(found.reason()));
  }
}

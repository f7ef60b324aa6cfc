package io.yett.ike.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Dropped packets by reason. */
@Command(
    name = "drops",
    description = {
      "Shows dropped packets by reason.",
      "%nEvery packet that the data plane neither sends nor hands up is counted under exactly one reason."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  yett drops          only reasons that occurred",
      "  yett drops --all    all reasons, also those at zero"
    })
final class DropsCommand extends ListCommand {
  @Option(
      names = {"-a", "--all"},
      description = "show reasons without a drop too")
  private boolean all;

  @Override
  String path() {
    return "/v1/counters";
  }

  @Override
  int show(Node answer) {
    if (!saysDataPlaneIsThere(answer)) {
      return ExitCode.FAILED;
    }
    Table table = new Table().left("REASON").right("PACKETS").left("MEANING");
    for (Node drop : answer.children("drops")) {
      if (all || drop.number("value") != 0) {
        table.row(drop.text("reason"), drop.text("value"), drop.text("meaning"));
      }
    }
    print(table, "no packet was dropped");
    return ExitCode.OK;
  }
}

package io.yett.ike.cli;

import picocli.CommandLine.Command;

/** Security associations. */
@Command(
    name = "sa",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = {"Security associations: what protects which traffic now."},
    subcommands = SaCommand.ListSas.class)
final class SaCommand extends Group {

  @Command(
      name = "list",
      description = {
        "Lists IKE SAs, and the ESP SAs that the data plane has.",
        "%nAn outbound SA marked `*` is the one that its policy uses now; beside it, older ones live on for a moment after a rekey. REKEY IN counts down to the planned rekey."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  yett sa list",
        "  yett sa list --json | jq '.sas[] | select(.connection == \"blue\") | .packets'"
      })
  static final class ListSas extends ListCommand {
    @Override
    String path() {
      return "/v1/sas";
    }

    @Override
    int show(Node answer) {
      boolean there = saysDataPlaneIsThere(answer);
      print(ikeTable(answer), "no IKE SA");
      out().println();
      if (there) {
        print(espTable(answer), "no ESP SA");
      }
      return there ? ExitCode.OK : ExitCode.FAILED;
    }

    private static Table ikeTable(Node answer) {
      Table table =
          new Table()
              .left("IKE SA")
              .left("STATE")
              .left("ROLE")
              .left("SPI (LOCAL/REMOTE)")
              .left("LOCAL")
              .left("PEER")
              .left("PROPOSAL")
              .right("AGE")
              .right("REKEY IN");
      for (Node sa : answer.children("ikeSas")) {
        table.row(
            sa.text("connection"),
            sa.text("state"),
            sa.flag("initiator") ? "initiator" : "responder",
            sa.text("localSpi") + "/" + sa.text("remoteSpi"),
            sa.text("localAddress"),
            sa.text("remoteAddress"),
            sa.text("proposal"),
            age(sa, "ageSeconds"),
            age(sa, "rekeyInSeconds"));
      }
      return table;
    }

    private static Table espTable(Node answer) {
      Table table =
          new Table()
              .left("CHILD SA")
              .left("DIR")
              .left("SPI")
              .left("ALGORITHM")
              .left("ESN")
              .left("PEER")
              .right("PACKETS")
              .right("BYTES")
              .right("REPLAYED")
              .right("BAD ICV")
              .right("AGE")
              .right("REKEY IN")
              .left("SELECTORS");
      for (Node sa : answer.children("sas")) {
        table.row(
            sa.text("name") + ("manual".equals(sa.text("origin")) ? " (manual)" : ""),
            direction(sa),
            sa.text("spi"),
            sa.text("encryption"),
            sa.flag("esn") ? "yes" : "no",
            peer(sa),
            sa.text("packets"),
            Units.bytes(sa.number("bytes")),
            sa.text("replayDrops"),
            sa.text("authFailures"),
            age(sa, "ageSeconds"),
            age(sa, "rekeyInSeconds"),
            sa.joined("localSelectors") + " <> " + sa.joined("remoteSelectors"));
      }
      return table;
    }

    private static String direction(Node sa) {
      return "inbound".equals(sa.text("direction")) ? "in" : sa.flag("active") ? "out *" : "out";
    }

    private static String peer(Node sa) {
      return sa.has("udpEncapsulation")
          ? sa.text("remoteAddress")
              + ":"
              + sa.child("udpEncapsulation").text("remotePort")
              + "/udp"
          : sa.text("remoteAddress");
    }

    private static String age(Node sa, String field) {
      return sa.has(field) ? Units.duration(sa.number(field)) : "-";
    }
  }
}

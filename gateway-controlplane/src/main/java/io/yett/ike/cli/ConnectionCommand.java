package io.yett.ike.cli;

import picocli.CommandLine.Command;

/** Connections of the configuration. */
@Command(
    name = "connection",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = {"Connections: the configured peers, and how they stand."},
    subcommands = ConnectionCommand.ListConnections.class)
final class ConnectionCommand extends Group {

  @Command(
      name = "list",
      description = {
        "Lists the connections, each with its Child SAs.",
        "%nA connection is up when its IKE SA and all children are; partial when a child is not. A child is installed when its SAs are in the data plane."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  yett connection list",
        "  yett connection list --json | jq '.connections[] | select(.state != \"up\") | .name'"
      })
  static final class ListConnections extends ListCommand {
    @Override
    String path() {
      return "/v1/connections";
    }

    @Override
    int show(Node answer) {
      boolean there = saysDataPlaneIsThere(answer);
      Table table =
          new Table()
              .left("CONNECTION")
              .left("STATE")
              .left("LOCAL")
              .left("REMOTE")
              .left("CHILD")
              .left("CHILD STATE")
              .left("SELECTORS")
              .left("START")
              .left("LAST ERROR");
      for (Node connection : answer.children("connections")) {
        boolean first = true;
        for (Node child : connection.children("children")) {
          table.row(
              first ? connection.text("name") : "",
              first ? connection.text("state") : "",
              first ? end(connection, "local") : "",
              first ? end(connection, "remote") : "",
              child.text("name"),
              child.text("state"),
              child.joined("localSelectors") + " <> " + child.joined("remoteSelectors"),
              child.text("start"),
              first ? connection.text("lastError") : "");
          first = false;
        }
      }
      print(table, "no connection is configured");
      return there ? ExitCode.OK : ExitCode.FAILED;
    }

    private static String end(Node connection, String side) {
      return connection.text(side + "Id") + " (" + connection.text(side + "Address") + ")";
    }
  }
}

package io.yett.ike.cli;

import picocli.CommandLine.Command;

/** The security policy database. */
@Command(
    name = "policy",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = {"Security policies: what is protected, bypassed, discarded."},
    subcommands = PolicyCommand.ListPolicies.class)
final class PolicyCommand extends Group {

  @Command(
      name = "list",
      description = {
        "Lists the policies (RFC 4301 section 4.4.1) in the order in which a packet meets them.",
        "%nThe first match decides. The selectors are those of outbound packets; inbound, the two sides change places."
      },
      footerHeading = "%nExamples:%n",
      footer = {"  yett policy list"})
  static final class ListPolicies extends ListCommand {
    @Override
    String path() {
      return "/v1/policies";
    }

    @Override
    int show(Node answer) {
      if (!saysDataPlaneIsThere(answer)) {
        return ExitCode.FAILED;
      }
      Table table =
          new Table()
              .right("ORDER")
              .left("POLICY")
              .left("ACTION")
              .left("LOCAL")
              .left("REMOTE")
              .left("FROM");
      for (Node policy : answer.children("policies")) {
        table.row(
            policy.text("order"),
            policy.text("name"),
            policy.text("action"),
            policy.joined("local"),
            policy.joined("remote"),
            policy.text("origin"));
      }
      print(table, "no policy");
      return ExitCode.OK;
    }
  }
}

package io.yett.ike.cli;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Rekeys an IKE SA or Child SAs now. */
@Command(
    name = "rekey",
    description = {
      "Negotiates new keys now, without losing a packet.",
      "%nBy CREATE_CHILD_SA (RFC 7296 section 1.3): the new inbound SA is installed first, and the old one drains. Without --ike or --child, all Child SAs of the connection are rekeyed."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  yett rekey blue               all Child SAs of blue",
      "  yett rekey blue --child net   one of them",
      "  yett rekey blue --ike         the IKE SA"
    })
final class RekeyCommand extends OperationCommand {
  @ArgGroup(exclusive = true)
  private Target target = new Target();

  private static final class Target {
    @Option(names = "--ike", description = "the IKE SA")
    private boolean ike;

    @Option(names = "--child", paramLabel = "NAME", description = "this Child SA")
    private String child;
  }

  @Override
  String action() {
    if (target.ike) {
      return "rekey?ike=true";
    }
    return target.child == null ? "rekey" : "rekey?child=" + encode(target.child);
  }
}

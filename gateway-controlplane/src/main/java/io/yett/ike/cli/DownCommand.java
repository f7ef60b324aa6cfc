package io.yett.ike.cli;

import picocli.CommandLine.Command;

/** Closes a connection. */
@Command(
    name = "down",
    description = {
      "Takes a connection down.",
      "%nDeletes its IKE SA and Child SAs here and, by an INFORMATIONAL exchange, at the peer. It stays down until `yett up`, a start of the control plane, or the peer brings it up."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  yett down blue"})
final class DownCommand extends OperationCommand {
  @Override
  String action() {
    return "down";
  }
}

package io.yett.ike.cli;

import picocli.CommandLine.Command;

/** Negotiates a connection. */
@Command(
    name = "up",
    description = {
      "Brings a connection up, and waits for it.",
      "%nNegotiates the IKE SA (IKE_SA_INIT, IKE_AUTH) and all Child SAs, and waits until these are installed. Does nothing to what is up already."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  yett up blue                  wait up to a minute; the reason on failure",
      "  yett up blue --timeout 5      wait 5 seconds; the negotiation goes on after that",
      "  yett up blue --timeout 0      only start it"
    })
final class UpCommand extends OperationCommand {
  @Override
  String action() {
    return "up";
  }
}

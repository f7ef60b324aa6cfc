package io.yett.ike.cli;

import picocli.CommandLine.Command;

/** The configuration file. */
@Command(
    name = "config",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "The configuration file, which both processes read.",
    subcommands = ConfigCheckCommand.class)
final class ConfigCommand extends Group {}

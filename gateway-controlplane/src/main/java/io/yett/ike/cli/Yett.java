package io.yett.ike.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code yett} command. Each subcommand is a class of its own. */
@Command(
    name = "yett",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.Provider.class,
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "Looks at a Yett gateway and steers it, through the control plane's admin socket.%n"
    },
    subcommands = {
      StatusCommand.class,
      SaCommand.class,
      ConnectionCommand.class,
      UpCommand.class,
      DownCommand.class,
      RekeyCommand.class,
      PolicyCommand.class,
      DropsCommand.class,
      ConfigCommand.class,
      TuneCommand.class,
      VersionCommand.class,
      CommandLine.HelpCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:failed; standard error says why and what to do",
      "2:wrong command line",
      "3:the control plane is not reachable",
      "4:tune: something is to change"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  yett status                   are both processes well, is a tunnel up?",
      "  yett up blue                  negotiate connection blue, and wait for it",
      "  yett sa list                  its security associations, with their counters",
      "  yett rekey blue --child net   new keys for one Child SA",
      "  yett sa list --json           the same for a program",
      "",
      "`yett COMMAND --help` tells more. YETT_SOCKET sets --socket for all commands."
    })
public final class Yett implements Runnable {
  @Spec private CommandSpec spec;

  /** Runs one command and ends the JVM with its exit code. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The whole command tree, set up to answer errors in one line. */
  public static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Yett());
    line.setParameterExceptionHandler(Yett::usageError);
    line.setExecutionExceptionHandler(Yett::failure);
    line.setUsageHelpWidth(100);
    return line;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which command? `yett --help` lists them");
  }

  private static int usageError(ParameterException e, String[] args) {
    CommandLine line = e.getCommandLine();
    line.getErr().println("yett: " + firstLine(e.getMessage()));
    CommandLine.UnmatchedArgumentException.printSuggestions(e, line.getErr());
    line.getErr().println("Try `" + line.getCommandSpec().qualifiedName() + " --help`.");
    return ExitCode.USAGE;
  }

  private static int failure(Exception e, CommandLine line, CommandLine.ParseResult parsed) {
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    line.getErr().println("yett: " + Terminal.printable(message));
    return e instanceof CliException cli ? cli.exitCode() : ExitCode.FAILED;
  }

  private static String firstLine(String text) {
    return Terminal.printable(text.lines().findFirst().orElse("wrong command line"));
  }
}

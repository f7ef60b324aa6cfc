package io.yett.ike;

import io.yett.dataplane.config.ConfigException;
import io.yett.dataplane.config.ConfigLoader;
import io.yett.dataplane.config.GatewayConfig;
import io.yett.dataplane.config.LoadedConfig;
import io.yett.dataplane.config.SecretCheck;
import io.yett.ike.config.EngineConfig;
import io.yett.ike.pad.Connection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The control plane process: reads its command line and its configuration, and runs. */
@Command(
    name = "yett controlplane",
    mixinStandardHelpOptions = true,
    versionProvider = ControlplaneMain.VersionProvider.class,
    description = {
      "Runs the control plane: IKEv2 for all connections of the configuration.",
      "%nIt waits for the data plane if that is not there yet. When it ends, SAs stay in the data plane"
          + " and go on passing packets; the next control plane takes them up."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:ended by SIGTERM or SIGINT",
      "1:could not start; standard error says why and what to do",
      "2:wrong command line"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  yett controlplane --config /etc/yett/yett.yaml --check    is the file in order?",
      "  yett controlplane --config /etc/yett/yett.yaml            run"
    })
public final class ControlplaneMain implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      required = true,
      description = "the configuration file, which both processes read")
  private Path config;

  @Option(names = "--check", description = "check the configuration and its secrets, and end")
  private boolean check;

  @Option(
      names = "--close-on-exit",
      description = "at the end, close all connections towards their peers and remove their SAs")
  private boolean closeOnExit;

  /** Runs until a signal ends it. */
  public static void main(String[] args) {
    // Both planes may be on one class path, so each names its own logging configuration.
    if (System.getProperty("log4j2.configurationFile") == null) {
      System.setProperty("log4j2.configurationFile", "classpath:io/yett/ike/log4j2.xml");
    }
    int exitCode =
        new CommandLine(new ControlplaneMain())
            .setUsageHelpWidth(100)
            .setParameterExceptionHandler(ControlplaneMain::usageError)
            .execute(args);
    if (exitCode != 0) {
      System.exit(exitCode);
    }
  }

  @Override
  public Integer call() {
    try {
      LoadedConfig loaded = ConfigLoader.check(config, SecretCheck.CONTROLPLANE);
      GatewayConfig gateway = loaded.orThrow();
      loaded.lines().forEach(this::say);
      if (check) {
        EngineConfig.settings(gateway.controlplane());
        EngineConfig.connections(gateway).forEach(Connection::wipe);
        spec.commandLine().getOut().println(config + ": good");
        return 0;
      }
      Controlplane.run(config, gateway, closeOnExit);
      return 0;
    } catch (ConfigException | IOException e) {
      e.getMessage().lines().forEach(this::say);
      return 1;
    }
  }

  private void say(String line) {
    spec.commandLine().getErr().println("yett: " + line);
  }

  private static int usageError(CommandLine.ParameterException e, String[] args) {
    e.getCommandLine().getErr().println("yett: " + e.getMessage());
    e.getCommandLine().getErr().println("Try `yett controlplane --help`.");
    return 2;
  }

  /** Answers {@code --version}. */
  static final class VersionProvider implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"yett controlplane " + Version.text() + ", JDK " + Runtime.version()};
    }
  }
}

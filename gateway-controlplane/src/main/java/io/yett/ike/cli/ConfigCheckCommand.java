package io.yett.ike.cli;

import io.yett.dataplane.config.ConfigException;
import io.yett.dataplane.config.ConfigLoader;
import io.yett.dataplane.config.GatewayConfig;
import io.yett.dataplane.config.LoadedConfig;
import io.yett.dataplane.config.SecretCheck;
import io.yett.ike.admin.Json;
import io.yett.ike.config.EngineConfig;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks a configuration file without touching anything. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Checks a configuration file without touching anything.",
      "%nReads it as both processes do at their start: schema, names, key files, proposals. Prints every mistake with its line, what was found and what is allowed. Needs no running process."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  yett config check /etc/yett/yett.yaml",
      "  yett config check --no-secrets deploy/examples/site-to-site.yaml"
    })
final class ConfigCheckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "FILE", description = "the configuration file")
  private Path file;

  @Option(names = "--json", description = "print the result as JSON")
  private boolean json;

  @Option(
      names = "--no-secrets",
      description = "do not open key files: to check a file away from its gateway")
  private boolean withoutSecrets;

  @Override
  public Integer call() {
    boolean secrets = !withoutSecrets;
    LoadedConfig loaded = ConfigLoader.check(file, secrets ? SecretCheck.ALL : SecretCheck.NONE);
    List<String> lines = new ArrayList<>(loaded.lines());
    boolean good = loaded.isUsable();
    if (good) {
      String mistake = engineMistake(loaded.orThrow(), secrets);
      if (mistake != null) {
        lines.add(file + ": " + mistake);
        good = false;
      }
    }
    if (json) {
      PrintWriter out = spec.commandLine().getOut();
      out.println(
          new String(
              Json.write(Json.object("apiVersion", 1, "ok", good, "problems", lines)),
              StandardCharsets.UTF_8));
      return good ? ExitCode.OK : ExitCode.FAILED;
    }
    lines.forEach(spec.commandLine().getErr()::println);
    if (good) {
      spec.commandLine().getOut().println(file + ": good");
    }
    return good ? ExitCode.OK : ExitCode.FAILED;
  }

  /** What only the IKE engine would find; null if nothing. */
  private static String engineMistake(GatewayConfig config, boolean secrets) {
    try {
      EngineConfig.settings(config.controlplane());
      if (secrets) {
        EngineConfig.connections(config).forEach(connection -> connection.psk().wipe());
      }
      return null;
    } catch (ConfigException e) {
      return e.getMessage();
    }
  }
}

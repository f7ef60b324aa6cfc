package io.yett.ike.cli;

import io.yett.ike.admin.Json;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
    ConfigCheck check = ConfigCheck.of(file, !withoutSecrets);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(new String(Json.write(check.toJson()), StandardCharsets.UTF_8));
    } else {
      check.lines().forEach(spec.commandLine().getErr()::println);
      if (check.good()) {
        out.println(file + ": good");
      }
    }
    return check.good() ? ExitCode.OK : ExitCode.FAILED;
  }
}

package io.yett.ike.cli;

import io.yett.ike.admin.Json;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all commands share that speak to the control plane: its socket, and JSON on request. */
@Command(mixinStandardHelpOptions = true)
abstract class AdminCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = {"-s", "--socket"},
      paramLabel = "FILE",
      defaultValue = "${env:YETT_SOCKET:-/run/yett/control.sock}",
      description = {
        "admin socket of the control plane: control.sock in the configuration's run-directory",
        "(default: YETT_SOCKET, or /run/yett/control.sock)"
      })
  private Path socket;

  @Option(names = "--json", description = "print the control plane's answer as JSON")
  private boolean json;

  private final Terminal terminal = Terminal.detect();

  Path socket() {
    return socket;
  }

  boolean json() {
    return json;
  }

  AdminClient client() {
    return new AdminClient(socket);
  }

  PrintWriter out() {
    return spec.commandLine().getOut();
  }

  PrintWriter err() {
    return spec.commandLine().getErr();
  }

  Terminal terminal() {
    return terminal;
  }

  void printJson(Map<String, Object> answer) {
    out().println(new String(Json.write(answer), StandardCharsets.UTF_8));
  }
}

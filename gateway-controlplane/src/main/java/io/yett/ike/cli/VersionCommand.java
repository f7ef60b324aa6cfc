package io.yett.ike.cli;

import io.yett.ike.Version;
import io.yett.ike.admin.Json;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Versions of this command and of the running processes. */
@Command(
    name = "version",
    description = {"Shows the versions of this command and of both processes."})
final class VersionCommand extends AdminCommand {

  /** Answers {@code yett --version}, without a daemon. */
  static final class Provider implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"yett " + Version.text() + ", JDK " + Runtime.version()};
    }
  }

  @Override
  public Integer call() {
    Map<String, Object> answer = Json.object("apiVersion", 1, "command", Version.text());
    PrintWriter out = out();
    try {
      Map<String, Object> status = client().get("/v1/status");
      answer.put("controlPlane", Node.of(status).child("controlPlane").text("version"));
      Node dataPlane = Node.of(status).child("dataPlane");
      answer.put("dataPlane", dataPlane.has("version") ? dataPlane.text("version") : null);
      answer.put("dpdk", dataPlane.has("dpdk") ? dataPlane.text("dpdk") : null);
    } catch (CliException e) {
      answer.put("controlPlane", null);
      answer.put("detail", e.getMessage());
    }
    if (json()) {
      printJson(answer);
      return ExitCode.OK;
    }
    Node node = Node.of(answer);
    out.println("command        " + node.text("command"));
    out.println(
        "control plane  "
            + (node.has("controlPlane") ? node.text("controlPlane") : node.text("detail")));
    if (node.has("controlPlane")) {
      out.println("data plane     " + (node.has("dataPlane") ? node.text("dataPlane") : "away"));
    }
    if (node.has("dpdk")) {
      out.println("DPDK           " + node.text("dpdk"));
    }
    return ExitCode.OK;
  }
}

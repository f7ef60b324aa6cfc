package io.yett.ike.cli;

import io.yett.ike.admin.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Both processes at a glance. */
@Command(
    name = "status",
    description = {
      "Shows both processes at a glance.",
      "%nThe ports, connections, SAs and drops. When a process is away it says which. Exit code 0 if both are there, 1 if the data plane is away, 3 if the control plane is."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  yett status", "  yett status --json | jq .dataPlane.ports"})
final class StatusCommand extends AdminCommand {

  @Option(
      names = "--channel",
      paramLabel = "FILE",
      defaultValue = "${env:YETT_CHANNEL:-/dev/shm/yett}",
      description =
          "the SA channel's file, to look for the data plane when the control plane is away"
              + " (default: YETT_CHANNEL, or /dev/shm/yett)")
  private Path channel;

  @Override
  public Integer call() {
    Map<String, Object> answer;
    try {
      answer = client().get("/v1/status");
    } catch (CliException e) {
      if (e.exitCode() == ExitCode.UNREACHABLE) {
        showDataPlaneAlone();
      }
      throw e;
    }
    Node status = Node.of(answer);
    boolean connected = "connected".equals(status.child("channel").text("state"));
    if (json()) {
      printJson(answer);
    } else {
      show(status, connected);
    }
    return connected ? ExitCode.OK : ExitCode.FAILED;
  }

  private void showDataPlaneAlone() {
    Map<String, Object> glance = DataPlaneGlance.at(channel);
    if (json()) {
      printJson(Json.object("apiVersion", 1, "controlPlane", null, "dataPlaneProcess", glance));
      return;
    }
    Node node = Node.of(glance);
    boolean alive = "alive".equals(node.text("state"));
    line("control plane", terminal().bad("away"));
    line(
        "data plane",
        alive ? node.text("detail") : terminal().bad("away") + ": " + node.text("detail"));
  }

  private void show(Node status, boolean connected) {
    Node control = status.child("controlPlane");
    line(
        "control plane",
        terminal().good("up " + Units.duration(control.number("uptimeSeconds")))
            + ", version "
            + control.text("version")
            + ", pid "
            + control.text("pid"));
    if (connected) {
      showDataPlane(status.child("dataPlane"));
    } else {
      line("data plane", terminal().bad("away") + ": " + status.child("channel").text("detail"));
    }
    Node connections = status.child("connections");
    line(
        "connections",
        connections.text("up")
            + " of "
            + connections.text("total")
            + " up"
            + (connections.number("connecting") > 0
                ? ", " + connections.text("connecting") + " connecting"
                : ""));
    Node sas = status.child("sas");
    line(
        "SAs",
        sas.text("ike")
            + " IKE, "
            + sas.text("inbound")
            + " inbound, "
            + sas.text("outbound")
            + " outbound"
            + (sas.number("manual") > 0 ? " (" + sas.text("manual") + " manual)" : ""));
    if (connected) {
      line("drops", status.child("drops").text("total") + " packets (`yett drops` tells why)");
    }
    line("metrics", "control plane " + control.text("metrics"));
  }

  private void showDataPlane(Node data) {
    line(
        "data plane",
        terminal().good("up " + Units.duration(data.number("uptimeSeconds")))
            + ", version "
            + data.text("version")
            + ", pid "
            + data.text("pid"));
    List<Node> lanes = data.children("lanes");
    if (data.has("dpdk")) {
      line(
          "",
          "DPDK "
              + data.text("dpdk")
              + (lanes.size() > 1 ? ", " + lanes.size() + " lanes " : ", lane ")
              + data.text("lane")
              + ", crypto "
              + data.text("crypto"));
    }
    if (lanes.size() > 1) {
      lanes.forEach(this::showLane);
    }
    for (Node port : data.children("ports")) {
      line(
          "port " + port.text("name"),
          port.text("device")
              + " "
              + port.joined("addresses")
              + ", received "
              + port.text("rxPackets")
              + ", sent "
              + port.text("txPackets"));
    }
  }

  private void showLane(Node lane) {
    line(
        "lane " + lane.text("number"),
        "received "
            + lane.text("received")
            + ", sent "
            + lane.text("transmitted")
            + ", handed up "
            + lane.text("punted")
            + ", dropped "
            + lane.text("dropped")
            + ", to other lanes "
            + lane.text("handedOver")
            + ", from them "
            + lane.text("takenOver"));
  }

  private void line(String what, String text) {
    out().println(String.format("%-15s", what) + text);
  }
}

package io.yett.ike.admin;

import io.yett.dataplane.config.InterfaceAddress;
import io.yett.dataplane.config.PortConfig;
import io.yett.dataplane.sachannel.CounterNames;
import io.yett.dataplane.sachannel.CounterSample;
import io.yett.dataplane.sachannel.SaDirection;
import io.yett.dataplane.sachannel.SaStatus;
import io.yett.ike.ControlAgent;
import io.yett.ike.Version;
import io.yett.ike.engine.ConnectionView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Both processes at a glance. All methods run on the ike thread. */
final class StatusApi {
  private final ControlAgent agent;
  private final ProcessFacts facts;

  StatusApi(ControlAgent agent, ProcessFacts facts) {
    this.agent = agent;
    this.facts = facts;
  }

  void status(CompletableFuture<AdminResponse> answer) {
    agent
        .link()
        .listSas(sas ->
            agent
                .link()
                .readCounters(samples -> answer.complete(AdminResponse.ok(status(sas, samples)))));
  }

  private Map<String, Object> status(List<SaStatus> sas, List<CounterSample> samples) {
    List<ConnectionView> views = agent.engine().connections(System.nanoTime());
    return Json.object(
        "controlPlane", controlPlane(),
        "channel", ListApi.channel(agent, facts),
        "dataPlane", samples == null ? null : dataPlane(samples),
        "connections",
            Json.object(
                "total", agent.connections().size(),
                "up", count(views, ConnectionView.State.UP),
                "connecting", count(views, ConnectionView.State.CONNECTING),
                "partial", count(views, ConnectionView.State.PARTIAL)),
        "sas", sas(views, sas == null ? List.of() : sas),
        "drops", Json.object("total", samples == null ? null : drops(samples)));
  }

  private Map<String, Object> controlPlane() {
    long uptime = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - facts.startedNanos());
    return Json.object(
        "version", Version.text(),
        "pid", ProcessHandle.current().pid(),
        "uptimeSeconds", uptime,
        "startedAt", facts.startedAt().toString(),
        "config", facts.configFile().toString(),
        "metrics", metrics());
  }

  private String metrics() {
    return facts
        .config()
        .controlplane()
        .metrics()
        .map(address -> address.getHostString() + ":" + address.getPort())
        .orElse(null);
  }

  private Map<String, Object> dataPlane(List<CounterSample> samples) {
    List<Object> ports = new ArrayList<>();
    for (PortConfig port : facts.config().dataplane().ports()) {
      ports.add(
          Json.object(
              "name", port.name(),
              "device", port.device(),
              "addresses", port.addresses().stream().map(InterfaceAddress::toString).toList(),
              "rxPackets", value(samples, CounterNames.PORT_RX_PACKETS, port.name()),
              "txPackets", value(samples, CounterNames.PORT_TX_PACKETS, port.name()),
              "rxBytes", value(samples, CounterNames.PORT_RX_BYTES, port.name()),
              "txBytes", value(samples, CounterNames.PORT_TX_BYTES, port.name())));
    }
    return Json.object(
        "version", text(samples, CounterNames.VERSION),
        "pid", value(samples, CounterNames.PID, ""),
        "uptimeSeconds", value(samples, CounterNames.UPTIME_SECONDS, ""),
        "dpdk", text(samples, CounterNames.DPDK_VERSION),
        "lane", text(samples, CounterNames.LANE_SHAPE),
        "lanes", lanes(samples),
        "crypto", text(samples, CounterNames.CRYPTO_DEVICE),
        "ports", ports);
  }

  private static List<Object> lanes(List<CounterSample> samples) {
    Long count = value(samples, CounterNames.LANES, "");
    List<Object> lanes = new ArrayList<>();
    for (int i = 0; count != null && i < count; i++) {
      String lane = Integer.toString(i);
      lanes.add(
          Json.object(
              "number", i,
              "received", value(samples, CounterNames.LANE_RECEIVED, lane),
              "injected", value(samples, CounterNames.LANE_INJECTED, lane),
              "takenOver", value(samples, CounterNames.LANE_TAKEN_OVER, lane),
              "transmitted", value(samples, CounterNames.LANE_TRANSMITTED, lane),
              "punted", value(samples, CounterNames.LANE_PUNTED, lane),
              "reshaped", value(samples, CounterNames.LANE_RESHAPED, lane),
              "waiting", value(samples, CounterNames.LANE_WAITING, lane),
              "handedOver", value(samples, CounterNames.LANE_HANDED_OVER, lane),
              "dropped", value(samples, CounterNames.LANE_DROPPED, lane)));
    }
    return lanes;
  }

  private Map<String, Object> sas(List<ConnectionView> views, List<SaStatus> sas) {
    long manual = sas.stream().filter(sa -> !agent.ownsReqId(sa.spec().reqId())).count();
    long inbound = sas.stream().filter(sa -> sa.spec().direction() == SaDirection.INBOUND).count();
    return Json.object(
        "ike",
        views.stream().mapToInt(view -> view.ikeSas().size()).sum(),
        "inbound",
        inbound,
        "outbound",
        sas.size() - inbound,
        "manual",
        manual);
  }

  private static long count(List<ConnectionView> views, ConnectionView.State state) {
    return views.stream().filter(view -> view.state() == state).count();
  }

  private static long drops(List<CounterSample> samples) {
    return samples.stream()
        .filter(sample -> sample.name().equals(CounterNames.DROPS))
        .mapToLong(CounterSample::value)
        .sum();
  }

  private static Long value(List<CounterSample> samples, String name, String label) {
    for (CounterSample sample : samples) {
      if (sample.name().equals(name) && sample.label().equals(label)) {
        return sample.value();
      }
    }
    return null;
  }

  private static String text(List<CounterSample> samples, String name) {
    for (CounterSample sample : samples) {
      if (sample.name().equals(name)) {
        return sample.label();
      }
    }
    return null;
  }
}

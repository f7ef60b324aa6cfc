package io.yett.ike.admin;

import io.yett.dataplane.sachannel.CounterNames;
import io.yett.dataplane.sachannel.CounterSample;
import io.yett.dataplane.sachannel.PolicySpec;
import io.yett.dataplane.sachannel.SaStatus;
import io.yett.ike.ControlAgent;
import io.yett.ike.engine.ChildSaView;
import io.yett.ike.engine.ConnectionView;
import io.yett.ike.engine.IkeSaView;
import io.yett.ike.pad.Connection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The lists: SAs, connections, policies, counters. All methods run on the ike thread. */
final class ListApi {
  private final ControlAgent agent;
  private final ProcessFacts facts;

  ListApi(ControlAgent agent, ProcessFacts facts) {
    this.agent = agent;
    this.facts = facts;
  }

  /** How the SA channel stands; in every answer that depends on it. */
  static Map<String, Object> channel(ControlAgent agent, ProcessFacts facts) {
    return Json.object(
        "file", facts.config().channel().toString(),
        "state", agent.link().ready() ? "connected" : "waiting",
        "detail", detail(agent));
  }

  /** What the channel says of itself; while it waits, with what to do. */
  static String detail(ControlAgent agent) {
    String status = agent.link().status();
    return status.startsWith("waiting: no data plane")
        ? status.substring("waiting: ".length()) + "; start it with `yett dataplane --config FILE`"
        : status;
  }

  void sas(CompletableFuture<AdminResponse> answer) {
    agent.link().listSas(sas -> answer.complete(AdminResponse.ok(sas(sas))));
  }

  private Map<String, Object> sas(List<SaStatus> installed) {
    List<Object> ikeSas = new ArrayList<>();
    Map<Long, ChildSaView> children = new HashMap<>();
    for (ConnectionView view : agent.engine().connections(System.nanoTime())) {
      for (IkeSaView sa : view.ikeSas()) {
        ikeSas.add(Views.ikeSa(sa));
        for (ChildSaView child : sa.children()) {
          children.put(key(child.reqId(), child.inboundSpi()), child);
          children.put(key(child.reqId(), child.outboundSpi()), child);
        }
      }
    }
    List<Object> sas = new ArrayList<>();
    for (SaStatus status : orEmpty(installed)) {
      ChildSaView child = children.get(key(status.spec().reqId(), status.spec().spi()));
      sas.add(Views.sa(status, child, agent.ownsReqId(status.spec().reqId())));
    }
    return Json.object("channel", channel(agent, facts), "ikeSas", ikeSas, "sas", sas);
  }

  private static long key(int reqId, int spi) {
    return (long) reqId << 32 | Integer.toUnsignedLong(spi);
  }

  void connections(CompletableFuture<AdminResponse> answer) {
    long now = System.nanoTime();
    Map<String, Connection> configured = new HashMap<>();
    agent.connections().forEach(connection -> configured.put(connection.name(), connection));
    List<Object> list = new ArrayList<>();
    for (ConnectionView view : agent.engine().connections(now)) {
      Connection connection = configured.get(view.name());
      if (connection != null) {
        list.add(Views.connection(connection, view, now));
      }
    }
    answer.complete(
        AdminResponse.ok(Json.object("channel", channel(agent, facts), "connections", list)));
  }

  void policies(CompletableFuture<AdminResponse> answer) {
    agent
        .link()
        .listPolicies(policies -> {
          List<Object> list = new ArrayList<>();
          orEmpty(policies).forEach(p -> list.add(Views.policy(p, origin(p))));
          answer.complete(
              AdminResponse.ok(Json.object("channel", channel(agent, facts), "policies", list)));
        });
  }

  private String origin(PolicySpec policy) {
    String name = policy.name();
    if (agent.ownsPolicy(name)) {
      return "connection";
    }
    if (facts.config().dataplane().policies().stream().anyMatch(p -> p.name().equals(name))) {
      return "config";
    }
    if (facts.config().dataplane().manualSas().stream().anyMatch(s -> s.name().equals(name))) {
      return "manual-sa";
    }
    return "default";
  }

  void counters(CompletableFuture<AdminResponse> answer) {
    agent
        .link()
        .readCounters(samples -> {
          List<Object> drops = new ArrayList<>();
          List<Object> others = new ArrayList<>();
          for (CounterSample sample : orEmpty(samples)) {
            if (sample.name().equals(CounterNames.DROPS)) {
              drops.add(
                  Json.object(
                      "reason", sample.label(),
                      "value", sample.value(),
                      "meaning", CounterNames.dropMeaning(sample.label()).orElse(null)));
            } else {
              others.add(
                  Json.object(
                      "name", sample.name(),
                      "label", sample.label(),
                      "value", sample.value()));
            }
          }
          answer.complete(
              AdminResponse.ok(
                  Json.object(
                      "channel", channel(agent, facts), "drops", drops, "counters", others)));
        });
  }

  private static <T> List<T> orEmpty(List<T> list) {
    return list == null ? List.of() : list;
  }
}

package io.yett.ike.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.yett.ike.engine.ChildSaView;
import io.yett.ike.engine.IkeEngine;
import io.yett.ike.engine.IkeSaView;
import io.yett.ike.pad.Connection;
import io.yett.ike.pad.LossAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * A delete that meets a delete or a rekey (RFC 7296 §1.4.1, §2.25): whatever wins, both ends agree
 * on it, and the data planes have what the ends believe and no more.
 */
class DeleteCollisionTest {
  enum Action {
    REKEY_CHILD,
    REKEY_IKE_SA,
    DELETE_CHILD,
    DELETE_IKE_SA;

    void run(Simulation sim, SimulatedGateway gateway) {
      IkeEngine engine = gateway.engine();
      long now = sim.network().now();
      switch (this) {
        case REKEY_CHILD -> engine.rekeyChild("tunnel", "net", now);
        case REKEY_IKE_SA -> engine.rekeyIkeSa("tunnel", now);
        case DELETE_CHILD -> engine.terminate("tunnel", "net", now);
        case DELETE_IKE_SA -> engine.terminate("tunnel", null, now);
      }
    }
  }

  @TestFactory
  List<DynamicTest> deletesAtOnce() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Action red : List.of(Action.DELETE_CHILD, Action.DELETE_IKE_SA)) {
      for (Action blue : Action.values()) {
        tests.add(
            DynamicTest.dynamicTest(
                "red " + red + ", blue " + blue,
                () -> {
                  for (long seed = 0; seed < 40; seed++) {
                    run(seed, red, blue);
                  }
                }));
      }
    }
    return tests;
  }

  private static void run(long seed, Action redAction, Action blueAction) {
    UnaryOperator<Connection> quiet =
        c ->
            Connections.withChild(
                c, Connections.withClose(c.children().getFirst(), LossAction.NONE));
    Simulation sim = new Simulation(seed, quiet, quiet);
    sim.boot();
    sim.red().engine().initiate("tunnel", null, sim.network().now());
    sim.expectSettled(5);
    boolean lossy = seed % 3 == 2;
    sim.network()
        .conditions(new SimulatedNetwork.Conditions(lossy ? 0.2 : 0, lossy ? 0.1 : 0, 500, 20_000));
    SimulatedGateway first = seed % 2 == 0 ? sim.red() : sim.blue();
    (first == sim.red() ? redAction : blueAction).run(sim, first);
    sim.runSeconds(sim.network().random().nextInt(40) / 1000.0);
    SimulatedGateway second = first == sim.red() ? sim.blue() : sim.red();
    (second == sim.red() ? redAction : blueAction).run(sim, second);
    sim.runSeconds(30);
    sim.network().conditions(SimulatedNetwork.Conditions.GOOD);
    sim.runSeconds(200);
    assertThat(ikeSas(sim.red())).as(sim.trace().toString()).isEqualTo(ikeSas(sim.blue()));
    Set<Integer> redInbound = spis(sim.red(), true);
    Set<Integer> blueInbound = spis(sim.blue(), true);
    assertThat(redInbound).as(sim.trace().toString()).isEqualTo(spis(sim.blue(), false));
    assertThat(blueInbound).as(sim.trace().toString()).isEqualTo(spis(sim.red(), false));
    assertThat(sim.red().dataPlane().inbound().keySet())
        .as(sim.trace().toString())
        .isEqualTo(redInbound);
    assertThat(sim.red().dataPlane().outbound().keySet()).isEqualTo(blueInbound);
    assertThat(sim.blue().dataPlane().inbound().keySet()).isEqualTo(blueInbound);
    assertThat(sim.blue().dataPlane().outbound().keySet()).isEqualTo(redInbound);
    assertThat(sim.red().lostPeer() || sim.blue().lostPeer()).as(sim.trace().toString()).isFalse();
  }

  private static Set<Long> ikeSas(SimulatedGateway gateway) {
    return gateway.view().ikeSas().stream()
        .map(IkeSaView::initiatorSpi)
        .collect(Collectors.toSet());
  }

  private static Set<Integer> spis(SimulatedGateway gateway, boolean inbound) {
    return gateway.view().ikeSas().stream()
        .flatMap(sa -> sa.children().stream())
        .map(inbound ? ChildSaView::inboundSpi : ChildSaView::outboundSpi)
        .collect(Collectors.toSet());
  }
}

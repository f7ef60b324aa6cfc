package io.yett.ike.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.yett.dataplane.sachannel.SaSpec;
import io.yett.dataplane.sachannel.TrafficSelector;
import io.yett.ike.engine.ConnectionView;
import io.yett.ike.engine.EngineSettings;
import io.yett.ike.engine.FailureReason;
import io.yett.ike.engine.IkeSaView;
import io.yett.ike.message.CpPayload;
import io.yett.ike.pad.AddressPool;
import io.yett.ike.pad.Child;
import io.yett.ike.pad.Connection;
import io.yett.ike.pad.Identity;
import io.yett.ike.pad.LossAction;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** A gateway that gives its clients inner addresses (RFC 7296 §2.19, §3.15). */
class ClientsTest {
  private static final InetAddress SERVER = Simulation.ip("192.0.2.2");
  private static final TrafficSelector ANY = Simulation.net("0.0.0.0", "255.255.255.255");
  private static final TrafficSelector POOL = Simulation.net("10.9.0.0", "10.9.0.255");

  private final SimulatedNetwork network = new SimulatedNetwork(1);
  private final Trace trace = new Trace(network, 1);
  private final List<SimulatedGateway> clients = new ArrayList<>();
  private boolean asking = true;
  private String last = "10.9.0.9";
  private SimulatedGateway server;

  private static Connection of(
      Connection base,
      String name,
      InetAddress local,
      String id,
      InetAddress remote,
      String remoteId,
      Child child) {
    return new Connection(
        name,
        local,
        Identity.parse(id),
        remote,
        Identity.parse(remoteId),
        base.psk(),
        base.proposals(),
        0,
        30,
        false,
        List.of(child),
        base.options());
  }

  private static Child child(TrafficSelector local, TrafficSelector remote) {
    Child base = Simulation.redConnection().children().getFirst();
    return Connections.withSelectors(
        Connections.withClose(base, LossAction.NONE), List.of(local), List.of(remote));
  }

  private List<Connection> ofServer(int count) {
    AddressPool pool =
        new AddressPool(
            "pool",
            Simulation.ip("10.9.0.1"),
            Simulation.ip(last),
            List.of(Simulation.ip("10.2.0.53")));
    List<Connection> connections = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      Child child = child(Simulation.BLUE_NET, POOL);
      Connection made =
          of(Simulation.redConnection(), "rw" + i, SERVER, "server", null, "client" + i, child);
      connections.add(made.with(made.options().withPools(List.of(pool))));
    }
    return connections;
  }

  private Connection ofClient(int i) {
    Connection made =
        of(
            Simulation.redConnection(),
            "vpn",
            Simulation.ip("198.51.100." + i),
            "client" + i,
            SERVER,
            "server",
            child(asking ? ANY : Simulation.RED_NET, Simulation.BLUE_NET));
    return made.with(made.options().withAddressRequest(asking));
  }

  private void begin(int count) {
    server = gateway("srv ", SERVER, 900, () -> ofServer(count));
    server.boot();
    for (int i = 1; i <= count; i++) {
      int number = i;
      SimulatedGateway client =
          gateway(
              "cl" + i + " ", Simulation.ip("198.51.100." + i), i, () -> List.of(ofClient(number)));
      client.boot();
      clients.add(client);
    }
  }

  private SimulatedGateway gateway(
      String name,
      InetAddress address,
      long seed,
      java.util.function.Supplier<List<Connection>> connections) {
    return new SimulatedGateway(
        name, address, network, connections, EngineSettings.DEFAULT, trace, seed);
  }

  private void run(double seconds) {
    runUntil(seconds, () -> false);
  }

  private boolean runUntil(double seconds, BooleanSupplier condition) {
    List<SimulatedGateway> all = new ArrayList<>(clients);
    all.add(server);
    long end = network.now() + (long) (seconds * 1e9);
    while (network.now() < end && !condition.getAsBoolean()) {
      long next = Math.min(end, network.nextEvent());
      for (SimulatedGateway gateway : all) {
        if (gateway.running()) {
          next = Math.min(next, gateway.engine().nextDeadline());
        }
      }
      network.advance(Math.max(next, network.now()));
      for (SimulatedGateway gateway : all) {
        if (gateway.running() && gateway.engine().nextDeadline() <= network.now()) {
          gateway.engine().onTick(network.now());
        }
      }
    }
    return condition.getAsBoolean();
  }

  private void up(int client) {
    SimulatedGateway gateway = clients.get(client - 1);
    assertThat(gateway.engine().initiate("vpn", null, network.now())).isNull();
    run(3);
  }

  private List<String> instances() {
    return server.engine().connections(network.now()).stream()
        .map(ConnectionView::name)
        .filter(name -> name.contains("@"))
        .toList();
  }

  private void expectTunnel(int client, String address) {
    SimulatedGateway gateway = clients.get(client - 1);
    TrafficSelector inner = Simulation.net(address, address);
    String name = "rw" + client + "@" + address;
    assertThat(instances()).as(trace.toString()).contains(name);
    int reqId = server.engine().reqIdOf(name, "net");
    int spi = server.dataPlane().active(reqId);
    SaSpec out = server.dataPlane().outbound().get(spi);
    SaSpec in = gateway.dataPlane().inbound().get(spi);
    assertThat(Arrays.equals(out.keyMaterial(), in.keyMaterial())).isTrue();
    assertThat(out.remoteSelectors()).containsExactly(inner);
    assertThat(in.localSelectors()).containsExactly(inner);
    assertThat(server.dataPlane().policies().get(name + "/net").remoteSelectors())
        .containsExactly(inner);
    assertThat(server.dataPlane().policies().get(name + "/net").order())
        .isLessThan(server.dataPlane().policies().get("rw" + client + "/net").order());
    assertThat(gateway.dataPlane().policies().get("vpn/net").localSelectors())
        .containsExactly(inner);
    IkeSaView sa = gateway.view().ikeSas().getFirst();
    assertThat(sa.innerAddresses()).containsExactly(Simulation.ip(address));
  }

  @Test
  void eachGetsAnAddressAndATunnelOfItsOwn() {
    begin(3);
    up(1);
    up(2);
    up(3);
    expectTunnel(1, "10.9.0.1");
    expectTunnel(2, "10.9.0.2");
    expectTunnel(3, "10.9.0.3");
    CpPayload reply =
        server.sent().stream()
            .flatMap(m -> m.first(CpPayload.class).stream())
            .findFirst()
            .orElseThrow();
    // Address, DNS server, and the subnet behind us with its mask (split tunnel).
    assertThat(reply.attributes())
        .extracting(a -> a.type() + "=" + java.util.HexFormat.of().formatHex(a.value()))
        .containsExactly("1=0a090001", "3=0a020035", "13=0a020000ffffff00");
    for (int i = 1; i <= 3; i++) {
      SimulatedGateway client = clients.get(i - 1);
      client.engine().rekeyIkeSa("vpn", network.now());
      run(2);
      client.engine().rekeyChild("vpn", "net", network.now());
      run(2);
      server.engine().rekeyChild("rw" + i + "@10.9.0." + i, "net", network.now());
      run(2);
      server.engine().rekeyIkeSa("rw" + i + "@10.9.0." + i, network.now());
      run(2);
      expectTunnel(i, "10.9.0." + i);
    }
  }

  @Test
  void leasesOutliveTheProcess() {
    begin(3);
    up(1);
    up(2);
    server.kill();
    server.restart();
    run(2);
    expectTunnel(1, "10.9.0.1");
    expectTunnel(2, "10.9.0.2");
    up(3);
    expectTunnel(3, "10.9.0.3");
    server.engine().rekeyChild("rw1@10.9.0.1", "net", network.now());
    run(3);
    expectTunnel(1, "10.9.0.1");
  }

  @Test
  void whoLeavesLeavesNothingAndGetsTheSameAddressAgain() {
    begin(2);
    up(1);
    up(2);
    clients.get(0).engine().terminate("vpn", null, network.now());
    run(3);
    assertThat(instances()).containsExactly("rw2@10.9.0.2");
    assertThat(server.dataPlane().policies().keySet())
        .containsExactlyInAnyOrder("rw1/net", "rw2/net", "rw2@10.9.0.2/net");
    assertThat(server.dataPlane().outbound()).hasSize(1);
    up(1);
    expectTunnel(1, "10.9.0.1");
  }

  @Test
  void addressesOfThoseWhoLeftAreGivenAwayWhenNoneIsUnused() {
    last = "10.9.0.1";
    begin(2);
    up(1);
    clients.get(1).engine().initiate("vpn", null, network.now());
    run(3);
    assertThat(clients.get(1).failures().getLast().reason()).isEqualTo(FailureReason.PEER_ERROR);
    assertThat(clients.get(1).failures().getLast().text()).contains("no inner address");
    assertThat(instances()).containsExactly("rw1@10.9.0.1");
    assertThat(clients.get(1).view().ikeSas()).isEmpty();
    clients.get(0).engine().terminate("vpn", null, network.now());
    run(70);
    up(2);
    expectTunnel(2, "10.9.0.1");
  }

  @Test
  void whoAsksForNoneGetsNoTunnel() {
    asking = false;
    begin(1);
    up(1);
    assertThat(clients.get(0).failures().getLast().text()).contains("request-address");
    assertThat(instances()).isEmpty();
    assertThat(server.dataPlane().outbound()).isEmpty();
  }

  @Test
  void clientThatDiedComesBackToItsAddress() {
    begin(1);
    up(1);
    clients.get(0).kill();
    clients.get(0).boot();
    up(1);
    run(2);
    expectTunnel(1, "10.9.0.1");
    assertThat(instances()).hasSize(1);
    assertThat(server.dataPlane().outbound()).hasSize(1);
  }

  @Test
  void clientThatStaysAwayIsForgotten() {
    begin(1);
    up(1);
    clients.get(0).kill();
    run(200);
    assertThat(instances()).isEmpty();
    assertThat(server.checkpoints()).isEmpty();
    assertThat(server.dataPlane().policies()).containsOnlyKeys("rw1/net");
  }
}

package io.yett.ike.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yett.dataplane.control.SaCommandAdapter;
import io.yett.dataplane.sachannel.CounterSample;
import io.yett.dataplane.sachannel.EncryptionAlgorithm;
import io.yett.dataplane.sachannel.PacketTuple;
import io.yett.dataplane.sachannel.PolicyAction;
import io.yett.dataplane.sachannel.PolicySpec;
import io.yett.dataplane.sachannel.SaChannelServer;
import io.yett.dataplane.sachannel.SaDirection;
import io.yett.dataplane.sachannel.SaLifetime;
import io.yett.dataplane.sachannel.SaSpec;
import io.yett.dataplane.sachannel.SaStatus;
import io.yett.dataplane.sachannel.TrafficSelector;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The link over the real channel to the real adapter, and the order in which a rekey goes. */
class DataplaneLinkTest {
  @TempDir Path directory;
  private final Recorder recorder = new Recorder();
  private final List<String> answers = new ArrayList<>();
  private Lanes lanes;
  private Path path;
  private SaChannelServer server;
  private SaCommandAdapter adapter;
  private DataplaneLink link;

  /** Off, the lanes acknowledge only when the test says so. */
  private boolean acknowledging = true;

  @BeforeEach
  void open() throws Exception {
    path = directory.resolve("channel");
    link = new DataplaneLink(path, recorder);
    startDataplane();
    until(link::ready);
  }

  private void startDataplane() throws Exception {
    lanes = new Lanes();
    server = SaChannelServer.create(path);
    adapter =
        new SaCommandAdapter(
            server,
            lanes,
            (local, localPort, remote, remotePort, message, offset, length) ->
                lanes.log.add("ike " + length),
            consumer -> consumer.accept(new CounterSample("drops", "", 1)),
            List.of(policy("configured")));
  }

  @AfterEach
  void close() {
    link.close();
    server.close();
  }

  private void turn() {
    link.poll(10_000);
    adapter.poll(10_000);
    while (acknowledging && lanes.acknowledge()) {
      adapter.poll(10_000);
    }
    link.poll(10_000);
  }

  private void until(BooleanSupplier condition) {
    long end = System.nanoTime() + 30_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("time is up").isLessThan(end);
      turn();
    }
  }

  private static InetAddress address(int last) {
    try {
      return InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, (byte) last});
    } catch (java.net.UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private static List<TrafficSelector> any() {
    return List.of(TrafficSelector.ofRange(address(0), address(255)));
  }

  private static PolicySpec policy(String name) {
    return new PolicySpec(name, 1, PolicyAction.BYPASS, 0, any(), any());
  }

  private static byte[] key() {
    byte[] key = new byte[20];
    Arrays.fill(key, (byte) 0x5C);
    return key;
  }

  private static SaSpec spec(SaDirection direction, int spi) {
    return new SaSpec(
        direction,
        spi,
        1,
        "blue/net",
        EncryptionAlgorithm.AES_GCM_16,
        key(),
        address(1),
        address(2),
        null,
        true,
        1024,
        SaLifetime.UNLIMITED,
        any(),
        any());
  }

  private InstallCallback note(String what) {
    return (error, text) -> answers.add(what + " " + error);
  }

  /** RFC 7296 §2.8: no packet may be lost, so each step waits for every lane. */
  @Test
  void rekeyAddsInboundThenTurnsOutboundThenRetiresTheOldPair() {
    acknowledging = false;
    ChildSaSwitch child = new ChildSaSwitch(link);
    lanes.log.clear();

    child.open(spec(SaDirection.INBOUND, 3000), note("open"));
    turns();
    // Asked, not yet acknowledged by every lane: the IKE response must not leave.
    assertThat(lanes.log).containsExactly("install INBOUND 3000");
    assertThat(answers).isEmpty();
    lanes.acknowledge();
    turns();
    assertThat(answers).containsExactly("open NONE");

    child.turn(spec(SaDirection.OUTBOUND, 3001), note("turn"));
    turns();
    // Not activated before it is installed on every lane.
    assertThat(lanes.log.getLast()).isEqualTo("install OUTBOUND 3001");
    lanes.acknowledge();
    turns();
    assertThat(lanes.log.getLast()).isEqualTo("activate 3001");
    assertThat(answers).containsExactly("open NONE");
    lanes.acknowledge();
    turns();
    assertThat(answers).containsExactly("open NONE", "turn NONE");

    acknowledging = true;
    link.installInbound(spec(SaDirection.INBOUND, 2000), note("old"));
    link.installOutbound(spec(SaDirection.OUTBOUND, 2001), note("old"));
    until(() -> answers.size() == 4);
    acknowledging = false;
    lanes.log.clear();
    child.retire(2000, 2001, note("retire"));
    turns();
    assertThat(lanes.log).containsExactly("remove OUTBOUND 2001");
    lanes.acknowledge();
    turns();
    assertThat(lanes.log.getLast()).isEqualTo("remove INBOUND 2000");
    assertThat(answers).hasSize(4);
    lanes.acknowledge();
    turns();
    assertThat(answers.getLast()).isEqualTo("retire NONE");
  }

  private void turns() {
    for (int i = 0; i < 5; i++) {
      turn();
    }
  }

  @Test
  void outboundIsNotTouchedWhenTheInboundSaIsRefused() {
    lanes.refuse = "install INBOUND 3000";
    lanes.log.clear();
    SaSpec outbound = spec(SaDirection.OUTBOUND, 3001);
    new ChildSaSwitch(link).openAndTurn(spec(SaDirection.INBOUND, 3000), outbound, note("both"));
    until(() -> answers.size() == 1);
    assertThat(answers).containsExactly("both FULL");
    assertThat(lanes.log).containsExactly("install INBOUND 3000", "ack install INBOUND 3000");
    assertThat(outbound.wiped()).isTrue();
  }

  @Test
  void openAndTurnInOneGo() {
    lanes.log.clear();
    new ChildSaSwitch(link)
        .openAndTurn(
            spec(SaDirection.INBOUND, 3000), spec(SaDirection.OUTBOUND, 3001), note("both"));
    until(() -> answers.size() == 1);
    assertThat(answers).containsExactly("both NONE");
    assertThat(lanes.log)
        .containsExactly(
            "install INBOUND 3000",
            "ack install INBOUND 3000",
            "install OUTBOUND 3001",
            "ack install OUTBOUND 3001",
            "activate 3001",
            "ack activate 3001");
  }

  @Test
  void keysArriveAndTheCallersAreWiped() {
    SaSpec spec = spec(SaDirection.INBOUND, 3000);
    link.installInbound(spec, note("install"));
    assertThat(spec.wiped()).isTrue();
    until(() -> answers.size() == 1);
    assertThat(lanes.lastKeyIs(key())).isTrue();
    assertThatThrownBy(() -> link.installInbound(spec(SaDirection.OUTBOUND, 3), note("x")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** More than the ring holds: commands wait in order, IKE messages are dropped and counted. */
  @Test
  void commandsBeyondTheRingWaitWithTheirKeysInOrder() {
    int count = 30_000;
    for (int i = 0; i < count; i++) {
      SaSpec spec = spec(SaDirection.INBOUND, 1000 + i);
      link.installInbound(spec, note("sa"));
      spec.wipe(); // as a careful caller does
    }
    link.sendIke(address(1), 500, address(2), 500, new byte[100]);
    assertThat(link.ikeMessagesDropped()).isEqualTo(1);
    lanes.log.clear();
    until(() -> answers.size() == count);
    assertThat(answers).allMatch("sa NONE"::equals);
    assertThat(lanes.lastKeyIs(key())).isTrue();
    List<String> installs = lanes.log.stream().filter(l -> l.startsWith("install")).toList();
    assertThat(installs).hasSize(count);
    assertThat(installs.get(count - 1)).isEqualTo("install INBOUND " + (1000 + count - 1));
    assertThat(link.outstanding()).isZero();
  }

  @Test
  void newControlPlaneReadsTheInventory() {
    link.installInbound(spec(SaDirection.INBOUND, 3000), note("sa"));
    link.addPolicy(policy("dynamic"), note("policy"));
    byte[] state = {1, 2, 3};
    link.putState(-5, state, note("state"));
    assertThat(state).containsOnly(0);
    until(() -> answers.size() == 3);
    link.close();

    link = new DataplaneLink(path, recorder);
    recorder.events.clear();
    until(link::ready);
    assertThat(recorder.events).containsExactly("ready restarted=false");
    assertThat(recorder.inventory.sas()).hasSize(1);
    SaStatus sa = recorder.inventory.sas().getFirst();
    assertThat(sa.spec().spi()).isEqualTo(3000);
    assertThat(sa.spec().wiped()).isTrue();
    assertThat(sa.sequence()).isEqualTo(9);
    assertThat(recorder.inventory.policies())
        .extracting(PolicySpec::name)
        .containsExactly("dynamic");
    assertThat(recorder.inventory.states()).containsOnlyKeys(-5L);
    assertThat(recorder.inventory.states().get(-5L)).containsExactly(1, 2, 3);
  }

  @Test
  void lossOfTheDataPlaneFailsWhatWaitsAndItsRestartIsTold() throws Exception {
    acknowledging = false;
    link.installInbound(spec(SaDirection.INBOUND, 3000), note("open"));
    link.listSas(list -> answers.add("list " + (list == null)));
    link.poll(10);
    recorder.events.clear();
    server.close();
    long end = System.nanoTime() + 30_000_000_000L;
    while (link.ready() && System.nanoTime() < end) {
      link.poll(10);
    }
    assertThat(answers).containsExactlyInAnyOrder("open INTERNAL", "list true");
    assertThat(recorder.events).containsExactly("lost the data plane has stopped");
    link.removePolicy("x", note("away"));
    assertThat(answers).doesNotContain("away INTERNAL"); // never within the call
    link.poll(10);
    assertThat(answers).contains("away INTERNAL");

    acknowledging = true;
    startDataplane();
    until(link::ready);
    assertThat(recorder.events.getLast()).isEqualTo("ready restarted=true");
    assertThat(recorder.inventory.sas()).isEmpty();
    assertThat(recorder.inventory.states()).isEmpty();
  }

  @Test
  void listsCountersAndEventsComeThrough() {
    link.listPolicies(all -> answers.add("policies " + all.size()));
    link.readCounters(all -> answers.add("counters " + all.getFirst()));
    until(() -> answers.size() == 2);
    assertThat(answers)
        .containsExactly("policies 1", "counters CounterSample[name=drops, label=, value=1]");
    link.sendIke(address(1), 500, address(2), 500, new byte[33]);
    until(() -> lanes.log.contains("ike 33"));
    recorder.events.clear();
    server.ikeDatagram(address(1), 500, address(2), 501, new UnsafeBuffer(new byte[5]), 0, 5, 42);
    server.acquire(7, new PacketTuple(17, address(1), 1, address(2), 2));
    server.expire(true, 3000, 7, true);
    server.peerMoved(3000, 7, address(9), 1024);
    turn();
    assertThat(recorder.events)
        .containsExactly(
            "ike 501 5 42", "acquire 7 17", "expire true 3000 7 true", "moved 3000 1024");
  }

  private static final class Recorder implements DataplaneListener {
    private final List<String> events = new ArrayList<>();
    private DataplaneInventory inventory;

    @Override
    public void onReady(DataplaneInventory inventory, boolean restarted) {
      this.inventory = inventory;
      events.add("ready restarted=" + restarted);
    }

    @Override
    public void onLost(String reason) {
      events.add("lost " + reason);
    }

    @Override
    public void onIkeDatagram(
        InetAddress localAddress,
        int localPort,
        InetAddress remoteAddress,
        int remotePort,
        byte[] message,
        long receivedNanos) {
      events.add("ike " + remotePort + " " + message.length + " " + receivedNanos);
    }

    @Override
    public void onAcquire(int reqId, PacketTuple packet) {
      events.add("acquire " + reqId + " " + packet.protocol());
    }

    @Override
    public void onExpire(boolean inbound, int spi, int reqId, boolean hard) {
      events.add("expire " + inbound + " " + spi + " " + reqId + " " + hard);
    }

    @Override
    public void onPeerMoved(int spi, int reqId, InetAddress remoteAddress, int remotePort) {
      events.add("moved " + spi + " " + remotePort);
    }
  }
}

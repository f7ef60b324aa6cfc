package io.yett.dataplane.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.yett.dataplane.sachannel.CommandError;
import io.yett.dataplane.sachannel.CounterSample;
import io.yett.dataplane.sachannel.PacketTuple;
import io.yett.dataplane.sachannel.PolicyAction;
import io.yett.dataplane.sachannel.PolicySpec;
import io.yett.dataplane.sachannel.SaChannelClient;
import io.yett.dataplane.sachannel.SaChannelServer;
import io.yett.dataplane.sachannel.SaDirection;
import io.yett.dataplane.sachannel.SaEventHandler;
import io.yett.dataplane.sachannel.SaSpec;
import io.yett.dataplane.sachannel.SaStatus;
import io.yett.dataplane.sachannel.Samples;
import io.yett.dataplane.sachannel.TrafficSelector;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands through the real channel to lanes that only remember. */
class SaCommandAdapterTest {
  private static final List<TrafficSelector> ANY =
      List.of(TrafficSelector.ofRange(Samples.v4(0, 0, 0, 0), Samples.v4(255, 255, 255, 255)));

  @TempDir Path directory;
  private final MemoryEngine engine = new MemoryEngine();
  private final Answers answers = new Answers();
  private final List<String> ikeSent = new ArrayList<>();
  private SaChannelServer server;
  private SaCommandAdapter adapter;
  private SaChannelClient client;

  @BeforeEach
  void open() throws Exception {
    Path path = directory.resolve("channel");
    server = SaChannelServer.create(path);
    adapter =
        new SaCommandAdapter(
            server,
            engine,
            (local, localPort, remote, remotePort, message, offset, length) ->
                ikeSent.add(
                    local.getHostAddress()
                        + ":"
                        + localPort
                        + " "
                        + remote.getHostAddress()
                        + ":"
                        + remotePort
                        + " "
                        + length),
            consumer -> consumer.accept(new CounterSample("drops", "REPLAYED", 3)),
            List.of(bypass("file-first", 5), bypass("file-last", 50)));
    client = new SaChannelClient(path);
    until(client::attached);
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  private static PolicySpec bypass(String name, int order) {
    return new PolicySpec(name, order, PolicyAction.BYPASS, 0, ANY, ANY);
  }

  private void turn() {
    adapter.poll(10_000);
    engine.poll(null, 10_000);
    client.poll(answers, 10_000);
  }

  private void until(BooleanSupplier condition) {
    long end = System.nanoTime() + 30_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("time is up").isLessThan(end);
      turn();
    }
  }

  private CommandError answer(long id) {
    assertThat(id).isPositive();
    until(() -> answers.errors.containsKey(id));
    return answers.errors.get(id);
  }

  private long install(SaDirection direction, int spi) {
    return client.installSa(new Samples(spi).sa(direction, spi));
  }

  private int reqId(int spi) {
    return new Samples(spi).sa(SaDirection.OUTBOUND, spi).reqId();
  }

  @Test
  void commandIsAnsweredOnlyWhenEveryLaneHasIt() {
    engine.slow = true;
    long id = install(SaDirection.INBOUND, 1000);
    for (int i = 0; i < 10; i++) {
      turn();
    }
    assertThat(engine.operations).contains("install INBOUND 1000");
    assertThat(answers.errors).doesNotContainKey(id);
    engine.slow = false;
    assertThat(answer(id)).isEqualTo(CommandError.NONE);
  }

  @Test
  void sasAreInstalledActivatedListedAndRemoved() {
    assertThat(answer(install(SaDirection.OUTBOUND, 1000))).isEqualTo(CommandError.NONE);
    assertThat(answer(install(SaDirection.OUTBOUND, 1000))).isEqualTo(CommandError.SPI_IN_USE);
    assertThat(answer(install(SaDirection.INBOUND, 1000))).isEqualTo(CommandError.NONE);
    assertThat(answer(client.activateOutbound(reqId(1000), 1000))).isEqualTo(CommandError.NONE);
    assertThat(answer(client.activateOutbound(reqId(1000) + 1, 1000)))
        .isEqualTo(CommandError.NOT_FOUND);
    assertThat(answer(client.activateOutbound(reqId(1000), 1001)))
        .isEqualTo(CommandError.NOT_FOUND);
    assertThat(answer(client.listSas())).isEqualTo(CommandError.NONE);
    assertThat(answers.sas).hasSize(2);
    assertThat(answers.sas.get(0).active()).isTrue();
    assertThat(answers.sas.get(0).spec().wiped()).isTrue();
    assertThat(answer(client.removeSa(SaDirection.OUTBOUND, 1000))).isEqualTo(CommandError.NONE);
    assertThat(answer(client.removeSa(SaDirection.OUTBOUND, 1000)))
        .isEqualTo(CommandError.NOT_FOUND);
    assertThat(engine.sas).containsOnlyKeys("INBOUND 1000");
  }

  @Test
  void refusalOfTheLanesIsHandedOnAndTheSpiIsFreeAgain() {
    engine.refuse = "install";
    long id = install(SaDirection.INBOUND, 1000);
    assertThat(answer(id)).isEqualTo(CommandError.FULL);
    assertThat(answers.texts.get(id)).isEqualTo("refused install INBOUND 1000");
    assertThat(answer(install(SaDirection.INBOUND, 1000))).isEqualTo(CommandError.NONE);
  }

  @Test
  void sasOfTheConfigurationFileAreNotTheControlPlanesToRemove() {
    engine.installSa(new Samples(1).sa(SaDirection.INBOUND, 5000), (error, text) -> {});
    assertThat(answer(client.removeSa(SaDirection.INBOUND, 5000)))
        .isEqualTo(CommandError.NOT_FOUND);
    assertThat(engine.sas).containsKey("INBOUND 5000");
  }

  @Test
  void policiesAreMergedByOrderAndThoseOfTheFileStay() {
    assertThat(engine.policies)
        .extracting(PolicySpec::name)
        .containsExactly("file-first", "file-last");
    assertThat(answer(client.addPolicy(bypass("b", 10)))).isEqualTo(CommandError.NONE);
    assertThat(answer(client.addPolicy(bypass("a", 10)))).isEqualTo(CommandError.NONE);
    assertThat(answer(client.addPolicy(bypass("z", 50)))).isEqualTo(CommandError.NONE);
    assertThat(engine.policies)
        .extracting(PolicySpec::name)
        .containsExactly("file-first", "b", "a", "file-last", "z");
    assertThat(answer(client.addPolicy(bypass("b", 60)))).isEqualTo(CommandError.NONE);
    assertThat(answer(client.addPolicy(bypass("file-first", 99)))).isEqualTo(CommandError.INVALID);
    assertThat(answer(client.removePolicy("file-first"))).isEqualTo(CommandError.INVALID);
    assertThat(answer(client.removePolicy("nobody"))).isEqualTo(CommandError.NOT_FOUND);
    assertThat(answer(client.removePolicy("a"))).isEqualTo(CommandError.NONE);
    assertThat(answer(client.listPolicies())).isEqualTo(CommandError.NONE);
    assertThat(answers.policies)
        .containsExactly("file-first true", "file-last true", "z false", "b false");
  }

  @Test
  void policiesThatComeWhileLanesAreBusyGoTogether() {
    engine.slow = true;
    List<Long> ids = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      ids.add(client.addPolicy(bypass("p" + i, i)));
    }
    turn();
    turn();
    engine.slow = false;
    ids.forEach(id -> assertThat(answer(id)).isEqualTo(CommandError.NONE));
    assertThat(engine.policies).hasSize(102);
    assertThat(engine.operations.stream().filter(o -> o.startsWith("policies"))).hasSize(3);
  }

  @Test
  void statesAreKeptReplacedListedAndRemoved() {
    assertThat(answer(client.putState(7, new byte[] {1, 2}))).isEqualTo(CommandError.NONE);
    assertThat(answer(client.putState(7, new byte[] {3}))).isEqualTo(CommandError.NONE);
    assertThat(answer(client.putState(-8, new byte[] {4}))).isEqualTo(CommandError.NONE);
    assertThat(answer(client.listStates())).isEqualTo(CommandError.NONE);
    assertThat(answers.states).containsExactly("7 [3]", "-8 [4]");
    assertThat(answer(client.removeState(7))).isEqualTo(CommandError.NONE);
    assertThat(answer(client.removeState(7))).isEqualTo(CommandError.NOT_FOUND);
  }

  @Test
  void ikeMessagesPeersAndCountersGoThrough() {
    UnsafeBuffer message = new UnsafeBuffer(new byte[100]);
    assertThat(
            answer(
                client.sendIke(
                    Samples.v4(192, 0, 2, 1),
                    4500,
                    Samples.v4(192, 0, 2, 2),
                    4501,
                    message,
                    0,
                    100)))
        .isEqualTo(CommandError.NONE);
    assertThat(ikeSent).containsExactly("192.0.2.1:4500 192.0.2.2:4501 100");
    assertThat(answer(client.updatePeer(3, Samples.v4(203, 0, 113, 9), 1024)))
        .isEqualTo(CommandError.NONE);
    assertThat(engine.operations).contains("peer 3 cb007109 1024");
    assertThat(answer(client.updatePeer(3, new Samples(1).address(true), 1024)))
        .isEqualTo(CommandError.INVALID);
    assertThat(answer(client.readCounters())).isEqualTo(CommandError.NONE);
    assertThat(answers.counters).contains("drops REPLAYED 3", "channel_drops ike-datagrams 0");
  }

  @Test
  void tenThousandSasInOneTransactionAreAnsweredOnce() {
    int sent = 0;
    long begin = client.begin();
    while (sent < 10_000) {
      SaDirection direction = sent % 2 == 0 ? SaDirection.INBOUND : SaDirection.OUTBOUND;
      if (install(direction, 1000 + sent) > 0) {
        sent++;
      } else {
        turn(); // the ring is full
      }
    }
    answers.errors.clear();
    long commit = client.commit();
    until(() -> answers.errors.containsKey(commit));
    assertThat(answers.errors).containsOnlyKeys(commit).doesNotContainKey(begin);
    assertThat(answers.errors.get(commit)).isEqualTo(CommandError.NONE);
    assertThat(engine.sas).hasSize(10_000);
    assertThat(answer(client.listSas())).isEqualTo(CommandError.NONE);
    assertThat(answers.sas).hasSize(10_000);
  }

  @Test
  void transactionThatFailsAnywhereLeavesNothing() {
    int oldReq = reqId(2000);
    assertThat(answer(install(SaDirection.OUTBOUND, 2000))).isEqualTo(CommandError.NONE);
    assertThat(answer(client.activateOutbound(oldReq, 2000))).isEqualTo(CommandError.NONE);
    assertThat(answer(client.addPolicy(bypass("kept", 20)))).isEqualTo(CommandError.NONE);
    Map<String, SaSpec> sasBefore = Map.copyOf(engine.sas);
    List<PolicySpec> policiesBefore = engine.policies;
    for (String refuse :
        List.of("install OUTBOUND 3003", "install INBOUND 3000", "policies", "activate")) {
      engine.refuse = refuse;
      client.begin();
      for (int spi = 3000; spi < 3010; spi++) {
        install(spi % 2 == 0 ? SaDirection.INBOUND : SaDirection.OUTBOUND, spi);
      }
      client.activateOutbound(reqId(3005), 3005);
      client.addPolicy(bypass("new", 1));
      client.removePolicy("kept");
      client.removeSa(SaDirection.OUTBOUND, 2000);
      long commit = client.commit();
      assertThat(answer(commit)).as(refuse).isEqualTo(CommandError.FULL);
      assertThat(answers.texts.get(commit)).contains("taken back").contains("refused " + refuse);
      assertThat(engine.sas).as(refuse).isEqualTo(sasBefore);
      assertThat(engine.active).isEqualTo(Map.of(oldReq, 2000));
      assertThat(engine.policies).isEqualTo(policiesBefore);
    }
    assertThat(answer(install(SaDirection.INBOUND, 3000))).isEqualTo(CommandError.NONE);
  }

  @Test
  void spoiledTransactionTouchesNothing() {
    int operations = engine.operations.size();
    client.begin();
    install(SaDirection.INBOUND, 3000);
    install(SaDirection.INBOUND, 3000);
    assertThat(answer(client.commit())).isEqualTo(CommandError.SPI_IN_USE);
    client.begin();
    client.removeSa(SaDirection.INBOUND, 9999);
    assertThat(answer(client.commit())).isEqualTo(CommandError.NOT_FOUND);
    client.begin();
    client.begin();
    assertThat(answer(client.commit())).isEqualTo(CommandError.INVALID);
    client.begin();
    install(SaDirection.INBOUND, 3000);
    assertThat(answer(client.abort())).isEqualTo(CommandError.NONE);
    assertThat(answer(client.commit())).isEqualTo(CommandError.INVALID);
    assertThat(answer(client.abort())).isEqualTo(CommandError.INVALID);
    assertThat(engine.operations).hasSize(operations);
  }

  private static final class Answers implements SaEventHandler {
    private final Map<Long, CommandError> errors = new HashMap<>();
    private final Map<Long, String> texts = new HashMap<>();
    private final List<SaStatus> sas = new ArrayList<>();
    private final List<String> policies = new ArrayList<>();
    private final List<String> states = new ArrayList<>();
    private final List<String> counters = new ArrayList<>();

    @Override
    public void onCommandResult(long correlationId, CommandError error, String text) {
      assertThat(errors).doesNotContainKey(correlationId);
      errors.put(correlationId, error);
      texts.put(correlationId, text);
    }

    @Override
    public void onListEnd(long correlationId, int count) {
      errors.put(correlationId, CommandError.NONE);
    }

    @Override
    public void onSaStatus(long correlationId, SaStatus status) {
      sas.add(status);
    }

    @Override
    public void onPolicy(long correlationId, PolicySpec policy, boolean configured) {
      policies.add(policy.name() + " " + configured);
    }

    @Override
    public void onState(long correlationId, long id, DirectBuffer state, int offset, int length) {
      byte[] octets = new byte[length];
      state.getBytes(offset, octets);
      states.add(id + " " + java.util.Arrays.toString(octets));
    }

    @Override
    public void onCounter(long correlationId, CounterSample sample) {
      counters.add((sample.name() + " " + sample.label()).trim() + " " + sample.value());
    }

    @Override
    public void onAttached(long epoch, long dataplanePid, boolean restarted) {}

    @Override
    public void onDetached(String reason) {}

    @Override
    public void onIkeDatagram(
        InetAddress localAddress,
        int localPort,
        InetAddress remoteAddress,
        int remotePort,
        DirectBuffer message,
        int offset,
        int length,
        long receivedNanos) {}

    @Override
    public void onAcquire(int reqId, PacketTuple packet) {}

    @Override
    public void onExpire(boolean inbound, int spi, int reqId, boolean hard) {}

    @Override
    public void onPeerMoved(int spi, int reqId, InetAddress remoteAddress, int remotePort) {}
  }
}

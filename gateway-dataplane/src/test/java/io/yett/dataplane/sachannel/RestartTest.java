package io.yett.dataplane.sachannel;

import static org.assertj.core.api.Assertions.assertThat;

import io.yett.dataplane.control.DataplaneProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Either side dies by kill -9 in a JVM of its own, and comes back. */
class RestartTest {
  @TempDir Path directory;
  private final RecordedEvents events = new RecordedEvents();
  private Path path;

  @BeforeEach
  void path() {
    path = directory.resolve("channel");
  }

  private void pollUntil(SaChannelClient client, BooleanSupplier condition) {
    long end = System.nanoTime() + 30_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("time is up: %s", client.status()).isLessThan(end);
      if (client.poll(events, 1000) == 0) {
        LockSupport.parkNanos(100_000);
      }
    }
  }

  private List<String> list(SaChannelClient client, long id) {
    assertThat(id).isPositive();
    pollUntil(
        client, () -> events.events.stream().anyMatch(e -> e.startsWith("listEnd " + id + " ")));
    return events.events.stream().filter(e -> e.contains(" " + id + " ")).toList();
  }

  @Test
  void clientComesFirstAndOutlivesTheDataPlane() throws Exception {
    try (SaChannelClient client = new SaChannelClient(path)) {
      client.poll(events, 10);
      assertThat(client.status()).contains("no data plane");

      try (ChildJvm dataplane = new ChildJvm(DataplaneProcess.class, path.toString())) {
        pollUntil(client, client::attached);
        assertThat(events.events).containsExactly("attached restarted=false");
        assertThat(client.installSa(ClientProcess.spec(SaDirection.INBOUND, 1001))).isPositive();
        pollUntil(client, () -> events.events.size() == 2);
        assertThat(events.events.get(1)).contains(" NONE ");
        assertThat(list(client, client.listSas())).hasSize(2);
        dataplane.kill();
      }
      // What it never read must not stay behind with its keys.
      client.installSa(ClientProcess.spec(SaDirection.INBOUND, 1002));
      pollUntil(client, () -> !client.attached());
      assertThat(events.events.getLast()).startsWith("detached").contains("died");
      assertThat(RawRings.holds(path, ClientProcess.KEY)).isFalse();
      assertThat(client.listSas()).isEqualTo(SaChannelClient.NOT_ATTACHED);

      try (ChildJvm dataplane = new ChildJvm(DataplaneProcess.class, path.toString())) {
        pollUntil(client, client::attached);
        assertThat(events.events.getLast()).isEqualTo("attached restarted=true");
        assertThat(list(client, client.listSas())).hasSize(1); // the end of an empty list
        assertThat(client.status()).contains("process " + dataplane.pid());
      }
    }
  }

  @Test
  void newControlPlaneFindsWhatTheKilledOneLeft() throws Exception {
    try (ChildJvm dataplane = new ChildJvm(DataplaneProcess.class, path.toString())) {
      dataplane.await("serving");
      try (ChildJvm killed = new ChildJvm(ClientProcess.class, path.toString(), "install")) {
        assertThat(killed.await("installed")).doesNotContain("INVALID");
        killed.kill();
      }
      try (SaChannelClient client = new SaChannelClient(path)) {
        pollUntil(client, client::attached);
        assertThat(events.events.getLast()).isEqualTo("attached restarted=false");

        List<String> sas = list(client, client.listSas());
        assertThat(sas).hasSize(3);
        assertThat(sas.get(0)).contains("blue/net INBOUND spi=0x3e9").contains("false 1 2 3 4");
        assertThat(sas.get(1)).contains("blue/net OUTBOUND spi=0x3ea").contains("true 1 2 3 4");

        long id = client.listPolicies();
        assertThat(list(client, id).get(0))
            .isEqualTo("policy " + id + " " + new Samples(1).policy("left") + " false");

        long states = client.listStates();
        assertThat(list(client, states).get(0))
            .isEqualTo("state " + states + " 77 c0ffee11c0ffee22c0ffee33c0ffee44c0ffee55");

        // The transaction that was never committed is gone, its SPI free.
        long again = client.installSa(ClientProcess.spec(SaDirection.INBOUND, 1003));
        pollUntil(
            client, () -> events.events.getLast().equals("commandResult " + again + " NONE "));
        assertThat(RawRings.holds(path, ClientProcess.KEY)).isFalse();
      }
    }
  }
}

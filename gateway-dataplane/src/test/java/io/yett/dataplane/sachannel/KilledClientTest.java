package io.yett.dataplane.sachannel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Control planes that are killed at a bad moment, or come when another is there. */
class KilledClientTest {
  @TempDir Path directory;
  private final RecordedCommands commands = new RecordedCommands();
  private Path path;
  private SaChannelServer server;

  @BeforeEach
  void serve() throws Exception {
    path = directory.resolve("channel");
    server =
        SaChannelServer.create(path, ChannelPair.CAPACITY, ChannelPair.CAPACITY, System::nanoTime);
    commands.answerTo = server;
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** Runs the server until something holds. */
  private void serveUntil(BooleanSupplier condition) {
    long end = System.nanoTime() + 30_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("time is up").isLessThan(end);
      if (server.poll(commands, 100) == 0) {
        LockSupport.parkNanos(100_000);
      }
    }
  }

  private String awaitWhileServing(ChildJvm child, String start) throws Exception {
    String[] line = new String[1];
    Thread reader =
        new Thread(() -> {
          try {
            line[0] = child.await(start);
          } catch (Exception e) {
            line[0] = e.toString();
          }
        });
    reader.start();
    serveUntil(() -> !reader.isAlive());
    assertThat(line[0]).startsWith(start);
    return line[0];
  }

  private boolean keyIsInFile() throws Exception {
    return RawRings.holds(path, ClientProcess.KEY);
  }

  private void newClientWorks() {
    RecordedEvents events = new RecordedEvents();
    try (SaChannelClient client = new SaChannelClient(path)) {
      serveUntil(() -> {
        client.poll(events, 100);
        return client.attached();
      });
      commands.commands.clear();
      assertThat(client.listSas()).isPositive();
      serveUntil(() -> commands.commands.contains("listSas"));
    }
    serveUntil(() -> !server.clientAttached());
  }

  @Test
  void messageLeftHalfWrittenByAKilledClientIsWiped() throws Exception {
    try (ChildJvm child = new ChildJvm(ClientProcess.class, path.toString(), "half")) {
      awaitWhileServing(child, "half");
      assertThat(keyIsInFile()).isTrue(); // so the scan finds what it looks for
      child.kill();
      int detached = commands.detached;
      serveUntil(() -> commands.detached > detached);
      assertThat(keyIsInFile()).isFalse();
      assertThat(commands.commands).isEmpty();
      newClientWorks();
    }
  }

  @Test
  void clientKilledWhileItWritesLeavesNoKeyAndAUsableChannel() throws Exception {
    Random random = new Random(1);
    for (int round = 0; round < 4; round++) {
      try (ChildJvm child = new ChildJvm(ClientProcess.class, path.toString(), "flood")) {
        awaitWhileServing(child, "attached");
        int enough = commands.commands.size() + 2000;
        serveUntil(() -> commands.commands.size() > enough);
        // In every other round the ring is full of keys when the client dies.
        LockSupport.parkNanos(round % 2 == 0 ? 0 : 5_000_000L + random.nextInt(20_000_000));
        child.kill();
        int detached = commands.detached;
        serveUntil(() -> commands.detached > detached);
        assertThat(keyIsInFile()).isFalse();
        assertThat(commands.commands).allMatch(c -> c.startsWith("installSa"));
        newClientWorks();
        commands.commands.clear();
      }
    }
  }

  @Test
  void secondControlPlaneIsRefusedWithThePidOfTheFirstUntilThatIsDead() throws Exception {
    try (ChildJvm first = new ChildJvm(ClientProcess.class, path.toString(), "hold")) {
      awaitWhileServing(first, "attached");
      try (ChildJvm second = new ChildJvm(ClientProcess.class, path.toString(), "hold")) {
        assertThat(awaitWhileServing(second, "waiting"))
            .contains("another control plane (process " + first.pid() + ") is attached")
            .contains("stop it first");
      }
      first.kill();
      newClientWorks();
    }
  }

  @Test
  void recordLeftWithNegativeLengthByALivingClientIsCleanedAway() throws Exception {
    long[] skew = new long[1];
    server.close();
    server =
        SaChannelServer.create(
            path, ChannelPair.CAPACITY, ChannelPair.CAPACITY, () -> System.nanoTime() + skew[0]);
    commands.answerTo = server;
    RecordedEvents events = new RecordedEvents();
    try (SaChannelClient client = new SaChannelClient(path)) {
      serveUntil(() -> {
        client.poll(events, 100);
        return client.attached();
      });
      RawRings.claim(path, 500);
      assertThat(client.listSas()).isPositive(); // behind the hole
      server.poll(commands, 100);
      assertThat(commands.commands).isEmpty();
      assertThat(commands.detached).isZero();
      skew[0] = 3_000_000_000L;
      serveUntil(() -> commands.detached == 1);
      serveUntil(() -> {
        client.poll(events, 100);
        return client.attached() && events.events.contains("attached restarted=false");
      });
      assertThat(events.events.stream().filter(e -> e.startsWith("detached"))).hasSize(1);
      assertThat(client.listSas()).isPositive();
      serveUntil(() -> commands.commands.equals(java.util.List.of("listSas")));
    }
  }

  @Test
  void keyIsGoneFromTheFileOnceTheSaIsInstalled() throws Exception {
    RecordedEvents events = new RecordedEvents();
    try (SaChannelClient client = new SaChannelClient(path)) {
      serveUntil(() -> {
        client.poll(events, 100);
        return client.attached();
      });
      for (int i = 0; i < 100; i++) {
        client.installSa(ClientProcess.spec(SaDirection.INBOUND, 256 + i));
      }
      assertThat(keyIsInFile()).isTrue();
      serveUntil(() -> commands.commands.size() == 100);
      assertThat(keyIsInFile()).isFalse();
      server.state(1, 2, ClientProcess.KEY);
      assertThat(keyIsInFile()).isTrue();
      client.poll(events, 1000);
      assertThat(keyIsInFile()).isFalse();
    }
  }
}

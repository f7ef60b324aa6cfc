package io.yett.perf.jmh;

import io.yett.dataplane.sachannel.SaChannelClient;
import io.yett.dataplane.sachannel.SaChannelException;
import io.yett.dataplane.sachannel.SaChannelServer;
import io.yett.dataplane.sachannel.SaDirection;
import io.yett.dataplane.sachannel.SaSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A command through the SA channel and its answer back, both ends in one thread: encoding, two
 * rings in shared memory, decoding, and what both ends do in each turn beside (heartbeat, claim).
 */
@State(Scope.Thread)
public class SaChannelBenchmark {
  private static final Path MEMORY = Path.of("/dev/shm");
  private static final int MOST_TURNS = 100;

  private final Answers events = new Answers();
  private final SaSpec spec = Sas.spec(SaDirection.OUTBOUND);
  private Path directory;
  private SaChannelServer server;
  private SaChannelClient client;
  private AnsweringServer commands;

  /** Opens a channel and attaches. */
  @Setup(Level.Trial)
  public void open() throws IOException, SaChannelException {
    directory =
        Files.isWritable(MEMORY)
            ? Files.createTempDirectory(MEMORY, "yett-jmh-")
            : Files.createTempDirectory("yett-jmh-");
    server = SaChannelServer.create(directory.resolve("channel"));
    commands = new AnsweringServer(server);
    client = new SaChannelClient(directory.resolve("channel"));
    for (int i = 0; i < MOST_TURNS && !client.attached(); i++) {
      client.poll(events, 10);
      server.poll(commands, 10);
    }
    if (!client.attached()) {
      throw new IllegalStateException(client.status());
    }
  }

  @TearDown(Level.Trial)
  public void close() throws IOException {
    client.close();
    server.close();
    Files.deleteIfExists(directory.resolve("channel"));
    Files.delete(directory);
  }

  /** The shortest command. */
  @Benchmark
  public long activate() {
    return roundTrip(client.activateOutbound(1, 0x1001));
  }

  /** A whole SA with its keys, which both ends wipe. */
  @Benchmark
  public long installSa() {
    return roundTrip(client.installSa(spec));
  }

  private long roundTrip(long correlationId) {
    server.poll(commands, 1);
    client.poll(events, 1);
    if (events.last() != correlationId) {
      throw new IllegalStateException("no answer to command " + correlationId);
    }
    return correlationId;
  }
}

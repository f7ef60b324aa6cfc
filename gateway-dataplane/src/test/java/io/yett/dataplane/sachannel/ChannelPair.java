package io.yett.dataplane.sachannel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

/** A server and a client on one file in one thread, attached. The clock is the test's. */
final class ChannelPair implements AutoCloseable {
  static final int CAPACITY = SaChannelLimits.MIN_RING_CAPACITY;

  final RecordedCommands commands = new RecordedCommands();
  final RecordedEvents events = new RecordedEvents();
  final SaChannelServer server;
  final SaChannelClient client;
  long now = System.nanoTime();

  ChannelPair(Path file) throws SaChannelException {
    server = SaChannelServer.create(file, CAPACITY, CAPACITY, () -> now);
    commands.answerTo = server;
    client = new SaChannelClient(file, () -> now);
    attach();
  }

  void attach() {
    for (int i = 0; i < 20 && !client.attached(); i++) {
      turn();
    }
    assertThat(client.attached()).as(client.status()).isTrue();
  }

  /** A turn of both, and 50 ms go by. */
  void turn() {
    client.poll(events, 1000);
    server.poll(commands, 1000);
    client.poll(events, 1000);
    now += 50_000_000;
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}

package io.yett.perf.ike;

import io.yett.dataplane.sachannel.CommandError;
import io.yett.dataplane.sachannel.PolicySpec;
import io.yett.dataplane.sachannel.SaDirection;
import io.yett.dataplane.sachannel.SaSpec;
import io.yett.ike.engine.CheckpointStore;
import io.yett.ike.engine.ChildSaInstaller;
import io.yett.ike.engine.EngineEvents;
import io.yett.ike.engine.EngineSettings;
import io.yett.ike.engine.IkeEngine;
import io.yett.ike.pad.Connection;
import io.yett.ike.transport.UdpTransport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/**
 * The control plane's engine over the kernel's UDP sockets, with a data plane that says yes to all.
 * Checkpoints are written and let go. Owned by one thread.
 */
final class EngineLoop implements ChildSaInstaller, AutoCloseable {
  private static final int POLL_LIMIT = 64;

  /** What a stranger may do is not what is measured. */
  private static final int HALF_OPEN = 1_000_000;

  private final UdpTransport transport;
  private final IkeEngine engine;
  private final Queue<Long> commands = new ArrayDeque<>();

  EngineLoop(InetAddress address, EngineEvents events) throws IOException {
    transport = new UdpTransport(address, UdpTransport.IKE_PORT, UdpTransport.NAT_PORT);
    engine =
        new IkeEngine(
            EngineSettings.DEFAULT.withHalfOpen(HALF_OPEN, HALF_OPEN),
            transport,
            this,
            CheckpointStore.NONE,
            events,
            new SecureRandom());
  }

  IkeEngine engine() {
    return engine;
  }

  void start(List<Connection> connections) {
    connections.forEach(engine::addConnection);
    engine.start(List.of(), System.nanoTime());
    answer();
  }

  /** One turn; returns how much was done. */
  int doWork() {
    int work =
        transport.poll(
            (local, remote, datagram) ->
                engine.onDatagram(local, remote, datagram, System.nanoTime()),
            POLL_LIMIT);
    work += answer();
    long now = System.nanoTime();
    if (now - engine.nextDeadline() >= 0) {
      engine.onTick(now);
      work++;
    }
    return work;
  }

  private int answer() {
    int count = 0;
    for (Long token = commands.poll(); token != null; token = commands.poll()) {
      engine.onCommandResult(token, CommandError.NONE, "", System.nanoTime());
      count++;
    }
    return count;
  }

  @Override
  public void installInbound(long token, SaSpec spec) {
    commands.add(token);
  }

  @Override
  public void installOutbound(long token, SaSpec spec) {
    commands.add(token);
  }

  @Override
  public void activateOutbound(long token, int reqId, int spi) {
    commands.add(token);
  }

  @Override
  public void remove(long token, SaDirection direction, int spi) {
    commands.add(token);
  }

  @Override
  public void putPolicy(long token, PolicySpec policy) {
    commands.add(token);
  }

  @Override
  public void removePolicy(long token, String name) {
    commands.add(token);
  }

  @Override
  public void updatePeer(long token, int reqId, InetSocketAddress remote) {
    commands.add(token);
  }

  @Override
  public void close() throws IOException {
    transport.close();
  }
}

package io.yett.ike;

import io.yett.dataplane.sachannel.CommandError;
import io.yett.dataplane.sachannel.PolicySpec;
import io.yett.dataplane.sachannel.SaDirection;
import io.yett.dataplane.sachannel.SaSpec;
import io.yett.ike.engine.CheckpointStore;
import io.yett.ike.engine.ChildSaInstaller;
import io.yett.ike.engine.ConnectionView;
import io.yett.ike.engine.EngineEvents;
import io.yett.ike.engine.EngineSettings;
import io.yett.ike.engine.IkeEngine;
import io.yett.ike.pad.Connection;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** The other gateway's IKE engine, whose data plane agrees to everything. Owned by one thread. */
final class TestPeer {
  private record Datagram(InetSocketAddress from, InetSocketAddress to, ByteBuffer octets) {}

  private final Queue<Datagram> outgoing = new ArrayDeque<>();
  private final List<Long> answers = new ArrayList<>();
  private final IkeEngine engine;
  private volatile ConnectionView view;

  TestPeer(Connection connection) {
    engine =
        new IkeEngine(
            EngineSettings.DEFAULT,
            (local, remote, datagram) ->
                outgoing.add(new Datagram(local, remote, ByteBuffer.wrap(datagram))),
            new AgreeingInstaller(),
            CheckpointStore.NONE,
            EngineEvents.NONE,
            new SecureRandom());
    engine.addConnection(connection);
    engine.start(List.of(), System.nanoTime());
  }

  /** How the peer sees the connection; any thread. */
  ConnectionView view() {
    return view;
  }

  /** For the owner's thread. */
  IkeEngine engine() {
    return engine;
  }

  void receive(InetSocketAddress local, InetSocketAddress remote, byte[] datagram) {
    engine.onDatagram(local, remote, datagram, System.nanoTime());
  }

  void doWork(Wire wire) {
    long now = System.nanoTime();
    List<Long> due = List.copyOf(answers);
    answers.clear();
    due.forEach(token -> engine.onCommandResult(token, CommandError.NONE, "", now));
    if (now - engine.nextDeadline() >= 0) {
      engine.onTick(now);
    }
    for (Datagram next = outgoing.poll(); next != null; next = outgoing.poll()) {
      wire.deliver(next.from(), next.to(), next.octets().array());
    }
    view = engine.connections(now).getFirst();
  }

  /** Where the peer's datagrams go. */
  @FunctionalInterface
  interface Wire {
    void deliver(InetSocketAddress from, InetSocketAddress to, byte[] datagram);
  }

  private final class AgreeingInstaller implements ChildSaInstaller {
    @Override
    public void installInbound(long token, SaSpec spec) {
      answers.add(token);
    }

    @Override
    public void installOutbound(long token, SaSpec spec) {
      answers.add(token);
    }

    @Override
    public void activateOutbound(long token, int reqId, int spi) {
      answers.add(token);
    }

    @Override
    public void remove(long token, SaDirection direction, int spi) {
      answers.add(token);
    }

    @Override
    public void putPolicy(long token, PolicySpec policy) {
      answers.add(token);
    }

    @Override
    public void removePolicy(long token, String name) {
      answers.add(token);
    }

    @Override
    public void updatePeer(long token, int reqId, InetSocketAddress remote) {
      answers.add(token);
    }
  }
}

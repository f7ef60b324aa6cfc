package io.yett.ike;

import io.yett.dataplane.control.SaCommandAdapter;
import io.yett.dataplane.sachannel.CounterNames;
import io.yett.dataplane.sachannel.CounterSample;
import io.yett.dataplane.sachannel.SaChannelException;
import io.yett.dataplane.sachannel.SaChannelServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The data plane's control side over a real SA channel, with lanes that only record, and with the
 * peer's IKE engine at the other end of its wire. It runs on a thread of its own.
 */
final class TestDataplane implements AutoCloseable {
  final RecordingEngine lanes = new RecordingEngine();

  private final SaChannelServer channel;
  private final SaCommandAdapter adapter;
  private final TestPeer peer;
  private final Thread thread = new Thread(this::run, "test-dataplane");
  private volatile boolean stopping;
  private volatile boolean cut;

  /** Serves a new channel at that file. */
  TestDataplane(Path file, TestPeer peer) throws SaChannelException {
    this.peer = peer;
    this.channel = SaChannelServer.create(file);
    this.adapter =
        new SaCommandAdapter(
            channel,
            lanes,
            this::sendIke,
            consumer ->
                List.of(
                        new CounterSample(CounterNames.VERSION, "9.9.9-test", 1),
                        new CounterSample(CounterNames.PID, "", ProcessHandle.current().pid()),
                        new CounterSample(CounterNames.UPTIME_SECONDS, "", 61),
                        new CounterSample(CounterNames.DPDK_VERSION, "22.11.0", 1),
                        new CounterSample(CounterNames.PORT_RX_PACKETS, "red", 42),
                        new CounterSample(CounterNames.DROPS, "replay", 3),
                        new CounterSample(CounterNames.DROPS, "unknown_spi", 0))
                    .forEach(consumer),
            List.of());
    thread.start();
  }

  /** Loses every IKE datagram from now on, or no more. */
  void cutTheWire(boolean isCut) {
    cut = isCut;
  }

  private void run() {
    while (!stopping) {
      int work = adapter.poll(64);
      peer.doWork(this::deliver);
      if (work == 0) {
        LockSupport.parkNanos(200_000);
      }
    }
    channel.close();
  }

  private boolean sendIke(
      InetAddress localAddress,
      int localPort,
      InetAddress remoteAddress,
      int remotePort,
      DirectBuffer message,
      int offset,
      int length) {
    byte[] datagram = new byte[length];
    message.getBytes(offset, datagram);
    if (!cut) {
      peer.receive(
          new InetSocketAddress(remoteAddress, remotePort),
          new InetSocketAddress(localAddress, localPort),
          datagram);
    }
    return true;
  }

  private void deliver(InetSocketAddress from, InetSocketAddress to, byte[] datagram) {
    if (!cut) {
      channel.ikeDatagram(
          to.getAddress(),
          to.getPort(),
          from.getAddress(),
          from.getPort(),
          new UnsafeBuffer(datagram),
          0,
          datagram.length,
          System.nanoTime());
    }
  }

  @Override
  public void close() {
    stopping = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

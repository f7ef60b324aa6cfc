package io.yett.dataplane.run;

import io.yett.dataplane.sachannel.CommandError;
import io.yett.dataplane.sachannel.CounterSample;
import io.yett.dataplane.sachannel.PacketTuple;
import io.yett.dataplane.sachannel.PolicySpec;
import io.yett.dataplane.sachannel.SaChannelClient;
import io.yett.dataplane.sachannel.SaDirection;
import io.yett.dataplane.sachannel.SaEventHandler;
import io.yett.dataplane.sachannel.SaStatus;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.agrona.DirectBuffer;

/** A control plane that waits for each answer. As a main class it installs a tunnel and stays. */
final class ChannelUser implements SaEventHandler, AutoCloseable {
  final SaChannelClient client;
  final List<SaStatus> sas = new ArrayList<>();
  final List<String> policies = new ArrayList<>();
  private final Map<Long, CommandError> answers = new HashMap<>();
  private boolean restarted;

  ChannelUser(Path path) {
    client = new SaChannelClient(path);
    until(client::attached);
  }

  /** A path, a site, its inbound SPI, its outbound SPI. */
  public static void main(String[] arguments) {
    int site = Integer.parseInt(arguments[1]);
    ChannelUser user = new ChannelUser(Path.of(arguments[0]));
    user.installTunnel(site, Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
    System.out.println("installed");
    System.out.flush();
    user.until(() -> false);
  }

  void until(BooleanSupplier condition) {
    long end = System.nanoTime() + 60_000_000_000L;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("time is up: " + client.status());
      }
      if (client.poll(this, 1000) == 0) {
        LockSupport.parkNanos(200_000);
      }
    }
  }

  /** Fails unless the command was carried out. */
  void must(long correlationId) {
    if (correlationId <= 0) {
      throw new AssertionError("not sent: " + client.status());
    }
    until(() -> answers.containsKey(correlationId));
    if (answers.get(correlationId) != CommandError.NONE) {
      throw new AssertionError("refused: " + answers.get(correlationId));
    }
  }

  void installTunnel(int site, int inboundSpi, int outboundSpi) {
    must(client.installSa(TunnelSas.sa(site, SaDirection.INBOUND, inboundSpi)));
    must(client.installSa(TunnelSas.sa(site, SaDirection.OUTBOUND, outboundSpi)));
    must(client.activateOutbound(TunnelSas.REQ_ID, outboundSpi));
    must(client.addPolicy(TunnelSas.policy(site)));
  }

  /** What the data plane has now. */
  List<SaStatus> readSas() {
    sas.clear();
    must(client.listSas());
    return sas;
  }

  boolean restarted() {
    return restarted;
  }

  @Override
  public void close() {
    client.close();
  }

  @Override
  public void onAttached(long epoch, long dataplanePid, boolean restarted) {
    this.restarted |= restarted;
  }

  @Override
  public void onCommandResult(long correlationId, CommandError error, String text) {
    answers.put(correlationId, error);
  }

  @Override
  public void onListEnd(long correlationId, int count) {
    answers.put(correlationId, CommandError.NONE);
  }

  @Override
  public void onSaStatus(long correlationId, SaStatus status) {
    sas.add(status);
  }

  @Override
  public void onPolicy(long correlationId, PolicySpec policy, boolean configured) {
    policies.add(policy.name());
  }

  @Override
  public void onDetached(String reason) {}

  @Override
  public void onState(long correlationId, long id, DirectBuffer state, int offset, int length) {}

  @Override
  public void onCounter(long correlationId, CounterSample sample) {}

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

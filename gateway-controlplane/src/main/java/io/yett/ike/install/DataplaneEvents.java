package io.yett.ike.install;

import io.yett.dataplane.sachannel.CommandError;
import io.yett.dataplane.sachannel.CounterSample;
import io.yett.dataplane.sachannel.PacketTuple;
import io.yett.dataplane.sachannel.PolicySpec;
import io.yett.dataplane.sachannel.SaChannelClient;
import io.yett.dataplane.sachannel.SaEventHandler;
import io.yett.dataplane.sachannel.SaStatus;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;

/**
 * Takes the channel's events apart: answers go to who waits for them, the rest to the listener. On
 * attaching it reads the data plane's inventory before the listener hears of it. Owned by the ike
 * thread.
 */
final class DataplaneEvents implements SaEventHandler {
  /** A checkpoint; a class, because equality of its octets is of no use. */
  private static final class StateEntry {
    private final long id;
    private final byte[] state;

    StateEntry(long id, byte[] state) {
      this.id = id;
      this.state = state;
    }
  }

  private final DataplaneLink link;
  private final DataplaneListener listener;
  private final PendingCommands pending;
  private boolean ready;

  /** A data plane was lost with its SAs, and the listener does not know yet. */
  private boolean restarted;

  DataplaneEvents(DataplaneLink link, DataplaneListener listener, PendingCommands pending) {
    this.link = link;
    this.listener = listener;
    this.pending = pending;
  }

  boolean ready() {
    return ready;
  }

  @Override
  public void onAttached(long epoch, long dataplanePid, boolean restarted) {
    this.restarted |= restarted;
    link.submit(
        SaChannelClient::listSas, new Collector<>(SaStatus.class::cast, sas -> onSas(epoch, sas)));
  }

  private void onSas(long epoch, List<SaStatus> sas) {
    if (sas != null) {
      link.submit(
          SaChannelClient::listPolicies,
          new Collector<>(PolicyEntry.class::cast, policies -> onPolicies(epoch, sas, policies)));
    }
  }

  private void onPolicies(long epoch, List<SaStatus> sas, List<PolicyEntry> entries) {
    if (entries != null) {
      List<PolicySpec> policies =
          entries.stream().filter(e -> !e.configured()).map(PolicyEntry::policy).toList();
      link.submit(
          SaChannelClient::listStates,
          new Collector<>(
              StateEntry.class::cast, states -> onStates(epoch, sas, policies, states)));
    }
  }

  private void onStates(
      long epoch, List<SaStatus> sas, List<PolicySpec> policies, List<StateEntry> entries) {
    if (entries != null) {
      Map<Long, byte[]> states = new HashMap<>();
      entries.forEach(entry -> states.put(entry.id, entry.state));
      boolean wasRestarted = restarted;
      restarted = false;
      ready = true;
      listener.onReady(
          new DataplaneInventory(epoch, List.copyOf(sas), policies, states), wasRestarted);
    }
  }

  @Override
  public void onDetached(String reason) {
    ready = false;
    link.failAll(reason);
    listener.onLost(reason);
  }

  @Override
  public void onCommandResult(long correlationId, CommandError error, String text) {
    pending.done(correlationId, error, text);
  }

  @Override
  public void onSaStatus(long correlationId, SaStatus status) {
    pending.entry(correlationId, status);
  }

  @Override
  public void onPolicy(long correlationId, PolicySpec policy, boolean configured) {
    pending.entry(correlationId, new PolicyEntry(policy, configured));
  }

  @Override
  public void onState(long correlationId, long id, DirectBuffer state, int offset, int length) {
    byte[] copy = new byte[length];
    state.getBytes(offset, copy);
    pending.entry(correlationId, new StateEntry(id, copy));
  }

  @Override
  public void onCounter(long correlationId, CounterSample sample) {
    pending.entry(correlationId, sample);
  }

  @Override
  public void onListEnd(long correlationId, int count) {
    pending.end(correlationId);
  }

  @Override
  public void onIkeDatagram(
      InetAddress localAddress,
      int localPort,
      InetAddress remoteAddress,
      int remotePort,
      DirectBuffer message,
      int offset,
      int length,
      long receivedNanos) {
    if (ready) { // before, the engine does not know yet which IKE SAs it has
      byte[] copy = new byte[length];
      message.getBytes(offset, copy);
      listener.onIkeDatagram(
          localAddress, localPort, remoteAddress, remotePort, copy, receivedNanos);
    }
  }

  @Override
  public void onAcquire(int reqId, PacketTuple packet) {
    if (ready) {
      listener.onAcquire(reqId, packet);
    }
  }

  @Override
  public void onExpire(boolean inbound, int spi, int reqId, boolean hard) {
    if (ready) {
      listener.onExpire(inbound, spi, reqId, hard);
    }
  }

  @Override
  public void onPeerMoved(int spi, int reqId, InetAddress remoteAddress, int remotePort) {
    if (ready) {
      listener.onPeerMoved(spi, reqId, remoteAddress, remotePort);
    }
  }
}

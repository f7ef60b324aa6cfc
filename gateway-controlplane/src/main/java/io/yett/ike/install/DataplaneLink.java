package io.yett.ike.install;

import io.yett.dataplane.sachannel.CommandError;
import io.yett.dataplane.sachannel.CounterSample;
import io.yett.dataplane.sachannel.PolicySpec;
import io.yett.dataplane.sachannel.SaChannelClient;
import io.yett.dataplane.sachannel.SaDirection;
import io.yett.dataplane.sachannel.SaSpec;
import io.yett.dataplane.sachannel.SaStatus;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The IKE process's hold on the data plane: {@link SaInstaller} over the SA channel, with every
 * command's callback kept until its answer. Owned by the ike thread.
 *
 * <p>Commands keep their order. When the command ring is full they wait here, up to a bound; an IKE
 * message is dropped then, as a full socket would, so that it never overtakes a checkpoint.
 */
public final class DataplaneLink implements SaInstaller, AutoCloseable {
  /** Commands that wait for room in the ring. */
  static final int MAX_WAITING = 65_536;

  private record Waiting(
      ToLongFunction<SaChannelClient> command, PendingCommands.Waiter waiter, Runnable wipe) {}

  private final SaChannelClient client;
  private final PendingCommands pending = new PendingCommands();
  private final Queue<Waiting> waiting = new ArrayDeque<>();
  private final Queue<Runnable> callbacks = new ArrayDeque<>();
  private final DataplaneEvents events;
  private long ikeMessagesDropped;

  public DataplaneLink(Path file, DataplaneListener listener) {
    this.client = new SaChannelClient(file);
    this.events = new DataplaneEvents(this, listener, pending);
  }

  /** One turn of the duty cycle; returns how much was done. */
  public int poll(int limit) {
    int work = runCallbacks() + sendWaiting();
    return work + client.poll(events, limit);
  }

  /** Whether a data plane is there and its inventory has been read. */
  public boolean ready() {
    return events.ready();
  }

  /** In one line for people: attached to what, or what it waits for and the remedy. */
  public String status() {
    return client.status();
  }

  /** IKE messages of ours that found the command ring full or no data plane. */
  public long ikeMessagesDropped() {
    return ikeMessagesDropped;
  }

  /** IKE datagrams that the data plane could not hand up, as the event ring was full. */
  public long ikeDatagramsDropped() {
    return client.ikeDatagramsDropped();
  }

  /** Commands that have no answer yet. */
  public int outstanding() {
    return pending.size() + waiting.size();
  }

  /** Reads all SAs; null if the data plane went away meanwhile. Consumer runs on the ike thread. */
  public void listSas(Consumer<List<SaStatus>> consumer) {
    submit(SaChannelClient::listSas, new Collector<>(SaStatus.class::cast, consumer));
  }

  /** Reads the SPD in order, the configuration file's policies too; null as above. */
  public void listPolicies(Consumer<List<PolicySpec>> consumer) {
    submit(
        SaChannelClient::listPolicies,
        new Collector<>(
            PolicyEntry.class::cast,
            entries ->
                consumer.accept(
                    entries == null ? null : entries.stream().map(PolicyEntry::policy).toList())));
  }

  /** Reads the data plane's counters; null as above. */
  public void readCounters(Consumer<List<CounterSample>> consumer) {
    submit(SaChannelClient::readCounters, new Collector<>(CounterSample.class::cast, consumer));
  }

  @Override
  public void installInbound(SaSpec inbound, InstallCallback callback) {
    install(inbound, SaDirection.INBOUND, callback);
  }

  @Override
  public void installOutbound(SaSpec outbound, InstallCallback callback) {
    install(outbound, SaDirection.OUTBOUND, callback);
  }

  private void install(SaSpec spec, SaDirection direction, InstallCallback callback) {
    if (spec.direction() != direction) {
      throw new IllegalArgumentException(spec + " is not " + direction);
    }
    // A copy, so that it does not matter when the caller wipes its own.
    SaSpec copy = spec.copy();
    spec.wipe();
    submit(channel -> channel.installSa(copy), callback::done, copy::wipe);
  }

  @Override
  public void activateOutbound(int reqId, int spi, InstallCallback callback) {
    submit(channel -> channel.activateOutbound(reqId, spi), callback::done);
  }

  @Override
  public void remove(SaDirection direction, int spi, InstallCallback callback) {
    submit(channel -> channel.removeSa(direction, spi), callback::done);
  }

  @Override
  public void updatePeer(
      int reqId, InetAddress remoteAddress, int remotePort, InstallCallback callback) {
    submit(channel -> channel.updatePeer(reqId, remoteAddress, remotePort), callback::done);
  }

  @Override
  public void addPolicy(PolicySpec policy, InstallCallback callback) {
    submit(channel -> channel.addPolicy(policy), callback::done);
  }

  @Override
  public void removePolicy(String name, InstallCallback callback) {
    submit(channel -> channel.removePolicy(name), callback::done);
  }

  @Override
  public void putState(long id, byte[] state, InstallCallback callback) {
    byte[] copy = state.clone();
    Arrays.fill(state, (byte) 0);
    submit(
        channel -> channel.putState(id, copy), callback::done, () -> Arrays.fill(copy, (byte) 0));
  }

  @Override
  public void removeState(long id, InstallCallback callback) {
    submit(channel -> channel.removeState(id), callback::done);
  }

  @Override
  public void sendIke(
      InetAddress localAddress,
      int localPort,
      InetAddress remoteAddress,
      int remotePort,
      byte[] message) {
    UnsafeBuffer buffer = new UnsafeBuffer(message);
    if (!waiting.isEmpty()
        || client.sendIke(
                localAddress, localPort, remoteAddress, remotePort, buffer, 0, message.length)
            < 0) {
      ikeMessagesDropped++;
    }
  }

  /** Submits a command without secrets. */
  void submit(ToLongFunction<SaChannelClient> command, PendingCommands.Waiter waiter) {
    submit(command, waiter, DataplaneLink::nothing);
  }

  private static void nothing() {}

  /** Sends now, or later when there is room; answers later in any case. */
  void submit(
      ToLongFunction<SaChannelClient> command, PendingCommands.Waiter waiter, Runnable wipe) {
    Waiting next = new Waiting(command, waiter, wipe);
    if (!waiting.isEmpty() || !trySend(next)) {
      if (waiting.size() < MAX_WAITING) {
        waiting.add(next);
      } else {
        refuse(next, CommandError.FULL, "too many commands wait for the data plane");
      }
    }
  }

  /** Returns false if there is no room. */
  private boolean trySend(Waiting next) {
    long correlationId;
    try {
      correlationId = next.command.applyAsLong(client);
    } catch (IllegalArgumentException e) {
      refuse(next, CommandError.INVALID, e.getMessage());
      return true;
    }
    if (correlationId == SaChannelClient.BACK_PRESSURED) {
      return false;
    }
    if (correlationId < 0) {
      refuse(next, CommandError.INTERNAL, client.status());
    } else {
      next.wipe.run();
      pending.add(correlationId, next.waiter);
    }
    return true;
  }

  /** Callbacks never run within the call that they answer. */
  private void refuse(Waiting command, CommandError error, String text) {
    command.wipe.run();
    callbacks.add(() -> command.waiter.done(error, text));
  }

  private int sendWaiting() {
    int count = 0;
    for (Waiting next = waiting.peek(); next != null && trySend(next); next = waiting.peek()) {
      waiting.remove();
      count++;
    }
    return count;
  }

  private int runCallbacks() {
    // Only those that are there now: a callback that fails again must not keep us here.
    int count = callbacks.size();
    for (int i = 0; i < count; i++) {
      callbacks.remove().run();
    }
    return count;
  }

  /** The data plane is gone: everything that waits has failed. */
  void failAll(String reason) {
    List<Waiting> unsent = new ArrayList<>(waiting);
    waiting.clear();
    unsent.forEach(command -> refuse(command, CommandError.INTERNAL, reason));
    pending.fail(reason);
  }

  /** Detaches; what has no answer yet fails at once. The data plane keeps what it has. */
  @Override
  public void close() {
    client.close();
    failAll("the control plane stops");
    runCallbacks();
  }
}

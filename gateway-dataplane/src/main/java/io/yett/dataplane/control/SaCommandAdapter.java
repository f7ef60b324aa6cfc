package io.yett.dataplane.control;

import io.yett.dataplane.sachannel.CommandError;
import io.yett.dataplane.sachannel.CounterSample;
import io.yett.dataplane.sachannel.PolicySpec;
import io.yett.dataplane.sachannel.SaChannelServer;
import io.yett.dataplane.sachannel.SaCommandHandler;
import io.yett.dataplane.sachannel.SaDirection;
import io.yett.dataplane.sachannel.SaSpec;
import io.yett.dataplane.sachannel.SaStatus;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Between the SA channel and the lanes: carries out the control plane's commands on the {@link
 * PacketEngine} and answers them when every lane has them. Owned by the control thread.
 *
 * <p>The control agent's duty cycle calls {@link #poll} and {@link PacketEngine#poll}, and hands
 * the engine's events to {@link SaChannelServer}'s event methods itself.
 */
public final class SaCommandAdapter implements SaCommandHandler {
  private static final Logger LOG = LoggerFactory.getLogger(SaCommandAdapter.class);

  private final SaChannelServer channel;
  private final PacketEngine engine;
  private final IkeSender ikeSender;
  private final CounterSource counters;
  private final SaOperations operations;
  private final ControlState state = new ControlState();
  private final PolicyBook policies;
  private final ListStreams lists;
  private StagedCommands staged;
  private Transaction running;
  private boolean started;
  private boolean settled;

  /**
   * Makes the adapter; the policies of the file go to the engine at the first {@link #poll}.
   *
   * @param configured the configuration file's policies, merged with the control plane's by order
   */
  public SaCommandAdapter(
      SaChannelServer channel,
      PacketEngine engine,
      IkeSender ikeSender,
      CounterSource counters,
      List<PolicySpec> configured) {
    this.channel = channel;
    this.engine = engine;
    this.ikeSender = ikeSender;
    this.counters = counters;
    this.policies = new PolicyBook(engine, configured);
    this.operations = new SaOperations(engine, state);
    this.lists = new ListStreams(channel);
  }

  /** One turn of the duty cycle: up to {@code limit} commands; returns how much was done. */
  public int poll(int limit) {
    if (!started) {
      started = true;
      policies.apply(List.of(), this::onConfiguredPolicies);
    }
    int work = lists.proceed();
    if (running != null && running.proceed()) {
      running = null;
      work++;
    }
    // A transaction is carried out alone: what follows it must find it done or undone.
    return work + channel.poll(this, running == null ? limit : 0);
  }

  /** Whether the file's policies are in force, or were refused. */
  public boolean settled() {
    return settled;
  }

  private void onConfiguredPolicies(CommandError error, String text) {
    settled = true;
    if (error != CommandError.NONE) {
      LOG.error("the configuration file's policies are not in force: {} {}", error, text);
    }
  }

  @Override
  public void onAdopt(long correlationId, long clientPid) {
    LOG.info(
        "control plane (process {}) adopts {} SAs and {} states",
        clientPid,
        state.saCount(),
        state.stateIds().size());
    answer(correlationId, CommandError.NONE, "");
  }

  @Override
  public void onInstallSa(long correlationId, SaSpec spec) {
    if (staged != null) {
      staged.install(spec);
    } else {
      operations.install(spec, answerTo(correlationId));
    }
  }

  @Override
  public void onActivateOutbound(long correlationId, int reqId, int spi) {
    if (staged != null) {
      staged.activate(reqId, spi);
    } else {
      operations.activate(reqId, spi, answerTo(correlationId));
    }
  }

  @Override
  public void onRemoveSa(long correlationId, SaDirection direction, int spi) {
    if (staged != null) {
      staged.remove(direction, spi);
    } else {
      operations.remove(direction, spi, answerTo(correlationId));
    }
  }

  @Override
  public void onUpdatePeer(
      long correlationId, int reqId, InetAddress remoteAddress, int remotePort) {
    if (staged != null) {
      staged.spoil(CommandError.INVALID, "UpdatePeer cannot be part of a transaction");
    } else {
      operations.updatePeer(reqId, remoteAddress, remotePort, answerTo(correlationId));
    }
  }

  @Override
  public void onAddPolicy(long correlationId, PolicySpec policy) {
    change(correlationId, PolicyBook.Change.put(policy));
  }

  @Override
  public void onRemovePolicy(long correlationId, String name) {
    change(correlationId, PolicyBook.Change.remove(name));
  }

  private void change(long correlationId, PolicyBook.Change change) {
    if (staged != null) {
      staged.change(change);
    } else {
      policies.apply(List.of(change), answerTo(correlationId));
    }
  }

  @Override
  public void onSendIke(
      long correlationId,
      InetAddress localAddress,
      int localPort,
      InetAddress remoteAddress,
      int remotePort,
      DirectBuffer message,
      int offset,
      int length) {
    boolean sent =
        ikeSender.send(localAddress, localPort, remoteAddress, remotePort, message, offset, length);
    answer(
        correlationId,
        sent ? CommandError.NONE : CommandError.FULL,
        sent
            ? ""
            : "cannot send from "
                + localAddress.getHostAddress()
                + ": not an address of a port, no route, or the queue is full");
  }

  @Override
  public void onPutState(
      long correlationId, long id, DirectBuffer checkpoint, int offset, int length) {
    if (staged != null) {
      staged.spoil(CommandError.INVALID, "PutState cannot be part of a transaction");
      return;
    }
    String full = state.putState(id, checkpoint, offset, length);
    answer(
        correlationId,
        full == null ? CommandError.NONE : CommandError.FULL,
        full == null ? "" : full);
  }

  @Override
  public void onRemoveState(long correlationId, long id) {
    if (staged != null) {
      staged.spoil(CommandError.INVALID, "RemoveState cannot be part of a transaction");
      return;
    }
    boolean removed = state.removeState(id);
    answer(
        correlationId,
        removed ? CommandError.NONE : CommandError.NOT_FOUND,
        removed ? "" : "there is no state " + Long.toHexString(id));
  }

  @Override
  public void onListSas(long correlationId) {
    List<SaStatus> all = new ArrayList<>();
    engine.forEachSa(all::add);
    list(correlationId, all, status -> channel.saStatus(correlationId, status));
  }

  @Override
  public void onListPolicies(long correlationId) {
    list(
        correlationId,
        policies.ordered(),
        policy -> channel.policy(correlationId, policy, policies.configured(policy.name())));
  }

  @Override
  public void onListStates(long correlationId) {
    list(
        correlationId,
        new ArrayList<>(state.stateIds()),
        id -> {
          byte[] checkpoint = state.state(id);
          return checkpoint == null || channel.state(correlationId, id, checkpoint);
        });
  }

  @Override
  public void onReadCounters(long correlationId) {
    List<CounterSample> all = new ArrayList<>();
    counters.forEachCounter(all::add);
    all.add(new CounterSample("channel_drops", "ike-datagrams", channel.ikeDatagramsDropped()));
    all.add(new CounterSample("channel_drops", "events", channel.eventsDropped()));
    all.add(new CounterSample("channel_malformed_commands", "", channel.malformedCommands()));
    list(correlationId, all, sample -> channel.counter(correlationId, sample));
  }

  private <T> void list(
      long correlationId, List<T> entries, java.util.function.Predicate<T> sender) {
    if (!lists.add(correlationId, entries.iterator(), sender)) {
      answer(
          correlationId,
          CommandError.FULL,
          "at most " + ListStreams.MAX_WAITING + " lists at a time");
    }
  }

  @Override
  public void onBegin(long correlationId) {
    if (staged != null) {
      staged.spoil(CommandError.INVALID, "a transaction within a transaction");
    } else {
      staged = new StagedCommands(operations, policies, state);
    }
  }

  @Override
  public void onCommit(long correlationId) {
    if (staged == null) {
      answer(correlationId, CommandError.INVALID, "commit without begin");
      return;
    }
    running = staged.commit(answerTo(correlationId));
    staged = null;
  }

  @Override
  public void onAbort(long correlationId) {
    boolean open = staged != null;
    dropStaged();
    answer(
        correlationId,
        open ? CommandError.NONE : CommandError.INVALID,
        open ? "" : "abort without begin");
  }

  @Override
  public void onRefused(long correlationId, CommandError error, String text) {
    LOG.warn("a command of the control plane was refused: {} {}", error, text);
    if (staged != null) {
      staged.spoil(error, text);
    } else {
      answer(correlationId, error, text);
    }
  }

  @Override
  public void onDetached() {
    lists.clear();
    dropStaged();
  }

  private void dropStaged() {
    if (staged != null) {
      staged.wipe();
      staged = null;
    }
  }

  private Completion answerTo(long correlationId) {
    return (error, text) -> answer(correlationId, error, text);
  }

  private void answer(long correlationId, CommandError error, String text) {
    channel.commandResult(correlationId, error, text == null ? "" : text);
  }
}

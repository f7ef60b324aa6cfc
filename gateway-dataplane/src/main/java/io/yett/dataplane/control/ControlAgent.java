package io.yett.dataplane.control;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntUnaryOperator;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.agrona.concurrent.Agent;

/**
 * The data plane's one thread that changes what lanes use: it runs timers, takes what lanes hand
 * up, carries out the control plane's commands, and watches that every lane lives.
 */
public final class ControlAgent implements Agent {
  /** Bounds of one turn, so that no part starves another. */
  static final int PUNTS_A_TURN = 256;

  static final int COMMANDS_A_TURN = 64;

  private final LongSupplier clock;
  private final Timers timers;
  private final PacketEngine engine;
  private final PuntHandler punts;
  private final IntUnaryOperator commands;
  private final Supplier<Optional<String>> laneFailure;
  private final Runnable onLaneFailure;
  private final AtomicLong turns = new AtomicLong();
  private volatile String failure;

  /**
   * An agent over its parts.
   *
   * @param commands one turn of the SA channel, given a limit; returns how much was done
   * @param laneFailure why a lane has died, if one has
   * @param onLaneFailure called once when a lane has died; ends the process
   */
  public ControlAgent(
      LongSupplier clock,
      Timers timers,
      PacketEngine engine,
      PuntHandler punts,
      IntUnaryOperator commands,
      Supplier<Optional<String>> laneFailure,
      Runnable onLaneFailure) {
    this.clock = clock;
    this.timers = timers;
    this.engine = engine;
    this.punts = punts;
    this.commands = commands;
    this.laneFailure = laneFailure;
    this.onLaneFailure = onLaneFailure;
  }

  @Override
  public int doWork() {
    int work = timers.poll(clock.getAsLong());
    work += engine.poll(punts, PUNTS_A_TURN);
    work += commands.applyAsInt(COMMANDS_A_TURN);
    if (failure == null && laneFailure.get().isPresent()) {
      failure = laneFailure.get().get();
      onLaneFailure.run();
    }
    turns.setRelease(turns.getPlain() + 1); // this thread alone writes
    return work;
  }

  /** Turns of the duty cycle since the start. Any thread. */
  public long turns() {
    return turns.getAcquire();
  }

  /** Why a lane has died, if one has. Any thread. */
  public Optional<String> failure() {
    return Optional.ofNullable(failure);
  }

  @Override
  public String roleName() {
    return "control";
  }
}

package io.yett.dataplane.control;

import io.yett.dataplane.control.ControlState.SaKey;
import io.yett.dataplane.sachannel.CommandError;
import io.yett.dataplane.sachannel.PolicySpec;
import io.yett.dataplane.sachannel.SaDirection;
import io.yett.dataplane.sachannel.SaSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The commands of an open transaction, until its commit. Holds keys until then. Owned by the
 * control thread.
 */
final class StagedCommands {
  /** Commands of one transaction. */
  static final int MAX_COMMANDS = 262_144;

  private record Activation(int reqId, int spi) {}

  private final SaOperations operations;
  private final PolicyBook policies;
  private final ControlState state;
  private final Map<SaKey, SaSpec> installs = new LinkedHashMap<>();
  private final List<Activation> activations = new ArrayList<>();
  private final Set<SaKey> removals = new HashSet<>();
  private final List<PolicyBook.Change> changes = new ArrayList<>();
  private CommandError error = CommandError.NONE;
  private String text = "";
  private int count;

  StagedCommands(SaOperations operations, PolicyBook policies, ControlState state) {
    this.operations = operations;
    this.policies = policies;
    this.state = state;
  }

  void install(SaSpec spec) {
    SaKey key = new SaKey(spec.direction(), spec.spi());
    if (!room() || installs.containsKey(key) || state.sa(spec.direction(), spec.spi()) != null) {
      spoil(CommandError.SPI_IN_USE, spec + " is installed already");
      spec.wipe();
    } else {
      installs.put(key, spec);
    }
  }

  void activate(int reqId, int spi) {
    SaKey key = new SaKey(SaDirection.OUTBOUND, spi);
    if (room() && !installs.containsKey(key) && state.sa(SaDirection.OUTBOUND, spi) == null) {
      spoil(CommandError.NOT_FOUND, "there is no outbound SA 0x" + Integer.toHexString(spi));
    }
    activations.add(new Activation(reqId, spi));
  }

  void remove(SaDirection direction, int spi) {
    if (room() && (state.sa(direction, spi) == null || !removals.add(new SaKey(direction, spi)))) {
      spoil(
          CommandError.NOT_FOUND, "there is no " + direction + " SA 0x" + Integer.toHexString(spi));
    }
  }

  void change(PolicyBook.Change change) {
    if (room()) {
      changes.add(change);
    }
  }

  /** The transaction can no longer be committed; the first reason stays. */
  void spoil(CommandError why, String explanation) {
    if (error == CommandError.NONE) {
      error = why;
      text = explanation;
    }
  }

  private boolean room() {
    count++;
    if (count > MAX_COMMANDS) {
      spoil(CommandError.FULL, "a transaction has at most " + MAX_COMMANDS + " commands");
    }
    return error == CommandError.NONE;
  }

  /** Overwrites all keys. */
  void wipe() {
    installs.values().forEach(SaSpec::wipe);
  }

  /** Makes the transaction; a spoiled one is answered at once, and null is returned. */
  Transaction commit(Completion answer) {
    if (error != CommandError.NONE) {
      wipe();
      answer.done(error, "nothing of the transaction was done: " + text);
      return null;
    }
    Transaction transaction =
        new Transaction((stepError, stepText) -> {
          wipe(); // those whose turn never came
          answer.done(
              stepError,
              stepError == CommandError.NONE ? "" : "the transaction was taken back: " + stepText);
        });
    installs.values().forEach(spec -> addInstall(transaction, spec));
    if (!changes.isEmpty()) {
      Map<String, PolicySpec> before = policies.snapshot();
      transaction.add(
          Transaction.Stage.CHANGE,
          completion -> policies.apply(changes, completion),
          completion -> policies.restore(before, completion));
    }
    activations.forEach(activation -> addActivation(transaction, activation));
    removals.forEach(key ->
        transaction.add(
            Transaction.Stage.REMOVE,
            completion -> operations.remove(key.direction(), key.spi(), completion),
            Transaction.Action.NOTHING));
    transaction.start();
    return transaction;
  }

  private void addInstall(Transaction transaction, SaSpec spec) {
    transaction.add(
        Transaction.Stage.INSTALL,
        completion -> operations.install(spec, completion),
        completion -> operations.remove(spec.direction(), spec.spi(), completion));
  }

  private void addActivation(Transaction transaction, Activation activation) {
    int before = state.activeOutbound(activation.reqId);
    transaction.add(
        Transaction.Stage.ACTIVATE,
        completion -> operations.activate(activation.reqId, activation.spi, completion),
        before == 0
            ? Transaction.Action.NOTHING // removing the new SA leaves the reqId without one
            : completion -> operations.activate(activation.reqId, before, completion));
  }
}

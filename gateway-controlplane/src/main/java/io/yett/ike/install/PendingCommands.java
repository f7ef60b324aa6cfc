package io.yett.ike.install;

import io.yett.dataplane.sachannel.CommandError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Commands on their way: what to do with their answers. Owned by the ike thread. */
final class PendingCommands {

  /** Who waits for a command's answer. */
  interface Waiter {
    /** The answer; the last call. */
    void done(CommandError error, String text);

    /** One entry of a list. */
    default void entry(Object entry) {}

    /** The end of a list; the last call. */
    default void end() {
      done(CommandError.NONE, "");
    }
  }

  private final Map<Long, Waiter> waiters = new HashMap<>();

  void add(long correlationId, Waiter waiter) {
    waiters.put(correlationId, waiter);
  }

  int size() {
    return waiters.size();
  }

  /** Unknown ids are answers to an earlier control plane, and mean nothing. */
  void done(long correlationId, CommandError error, String text) {
    Waiter waiter = waiters.remove(correlationId);
    if (waiter != null) {
      waiter.done(error, text);
    }
  }

  void entry(long correlationId, Object entry) {
    Waiter waiter = waiters.get(correlationId);
    if (waiter != null) {
      waiter.entry(entry);
    }
  }

  void end(long correlationId) {
    Waiter waiter = waiters.remove(correlationId);
    if (waiter != null) {
      waiter.end();
    }
  }

  /** Answers all with a failure. */
  void fail(String reason) {
    List<Waiter> all = new ArrayList<>(waiters.values());
    waiters.clear();
    all.forEach(waiter -> waiter.done(CommandError.INTERNAL, reason));
  }
}

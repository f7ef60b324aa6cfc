package io.yett.ike.install;

import io.yett.dataplane.sachannel.CommandError;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** Gathers a list's entries; hands on null if the list failed. Owned by the ike thread. */
final class Collector<T> implements PendingCommands.Waiter {
  private final Function<Object, T> cast;
  private final Consumer<List<T>> consumer;
  private final List<T> entries = new ArrayList<>();

  /**
   * Makes a collector.
   *
   * @param cast the entry as what it is
   */
  Collector(Function<Object, T> cast, Consumer<List<T>> consumer) {
    this.cast = cast;
    this.consumer = consumer;
  }

  @Override
  public void entry(Object entry) {
    entries.add(cast.apply(entry));
  }

  @Override
  public void done(CommandError error, String text) {
    consumer.accept(error == CommandError.NONE ? entries : null);
  }
}

package io.yett.dataplane.control;

import io.yett.dataplane.sachannel.CounterSample;
import java.util.function.Consumer;

/** Reads the data plane's counters for {@code yett status}. Control thread. */
@FunctionalInterface
public interface CounterSource {
  /** Hands every counter to the consumer, in the order in which people should see them. */
  void forEachCounter(Consumer<CounterSample> consumer);
}

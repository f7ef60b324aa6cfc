package io.yett.dataplane.counters;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** The control thread's counters: it alone writes, any thread reads. */
public final class SlowPathCounters {
  private final Map<SlowPathCounter, AtomicLong> values = new EnumMap<>(SlowPathCounter.class);

  /** All zero. */
  public SlowPathCounters() {
    for (SlowPathCounter counter : SlowPathCounter.values()) {
      values.put(counter, new AtomicLong());
    }
  }

  /** Adds one. Control thread. */
  public void increment(SlowPathCounter counter) {
    AtomicLong value = values.get(counter);
    value.setRelease(value.getPlain() + 1);
  }

  /** Reads one. Any thread. */
  public long get(SlowPathCounter counter) {
    return values.get(counter).getAcquire();
  }
}

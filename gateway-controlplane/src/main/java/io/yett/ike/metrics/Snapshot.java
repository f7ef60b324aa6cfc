package io.yett.ike.metrics;

import io.yett.ike.engine.Census;
import io.yett.ike.sa.IkeSaState;

/** What the gauges show of one moment. Immutable. */
record Snapshot(Census census, boolean connected) {

  static final Snapshot EMPTY = new Snapshot(Census.EMPTY, false);

  int halfOpen() {
    return census.ikeSas().getOrDefault(IkeSaState.CONNECTING, 0)
        + census.ikeSas().getOrDefault(IkeSaState.AUTHENTICATING, 0);
  }
}

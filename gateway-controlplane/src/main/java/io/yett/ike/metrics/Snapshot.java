package io.yett.ike.metrics;

import io.yett.ike.engine.ChildSaView;
import io.yett.ike.engine.ConnectionView;
import io.yett.ike.engine.IkeSaView;
import io.yett.ike.sa.ChildSaState;
import io.yett.ike.sa.IkeSaState;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** How many of each thing there are, at one moment. Immutable. */
record Snapshot(
    Map<ConnectionView.State, Integer> connections,
    Map<IkeSaState, Integer> ikeSas,
    Map<ChildSaState, Integer> childSas,
    boolean connected) {

  static final Snapshot EMPTY = of(List.of(), false);

  static Snapshot of(List<ConnectionView> views, boolean connected) {
    Map<ConnectionView.State, Integer> connections = new EnumMap<>(ConnectionView.State.class);
    Map<IkeSaState, Integer> ikeSas = new EnumMap<>(IkeSaState.class);
    Map<ChildSaState, Integer> childSas = new EnumMap<>(ChildSaState.class);
    for (ConnectionView view : views) {
      connections.merge(view.state(), 1, Integer::sum);
      for (IkeSaView sa : view.ikeSas()) {
        ikeSas.merge(sa.state(), 1, Integer::sum);
        for (ChildSaView child : sa.children()) {
          childSas.merge(child.state(), 1, Integer::sum);
        }
      }
    }
    return new Snapshot(connections, ikeSas, childSas, connected);
  }

  int halfOpen() {
    return ikeSas.getOrDefault(IkeSaState.CONNECTING, 0)
        + ikeSas.getOrDefault(IkeSaState.AUTHENTICATING, 0);
  }
}

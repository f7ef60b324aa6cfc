package io.yett.ike.engine;

import io.yett.ike.sa.ChildSa;
import io.yett.ike.sa.ChildSaState;
import io.yett.ike.sa.IkeSa;
import io.yett.ike.sa.IkeSaState;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;

/** How many of each thing an engine has, at one moment; a state that nothing has is not in it. */
public record Census(
    Map<ConnectionView.State, Integer> connections,
    Map<IkeSaState, Integer> ikeSas,
    Map<ChildSaState, Integer> childSas) {

  /** Of an engine without connections. */
  public static final Census EMPTY = new Census(Map.of(), Map.of(), Map.of());

  /** Copies the maps. */
  public Census {
    connections = Map.copyOf(connections);
    ikeSas = Map.copyOf(ikeSas);
    childSas = Map.copyOf(childSas);
  }

  static Census of(Collection<Peer> peers) {
    Map<ConnectionView.State, Integer> connections = new EnumMap<>(ConnectionView.State.class);
    Map<IkeSaState, Integer> ikeSas = new EnumMap<>(IkeSaState.class);
    Map<ChildSaState, Integer> childSas = new EnumMap<>(ChildSaState.class);
    for (Peer peer : peers) {
      connections.merge(Views.state(peer), 1, Integer::sum);
      for (IkeSa sa : peer.ikeSas()) {
        ikeSas.merge(sa.state(), 1, Integer::sum);
        for (ChildSa child : sa.children()) {
          childSas.merge(child.state(), 1, Integer::sum);
        }
      }
    }
    return new Census(connections, ikeSas, childSas);
  }
}

package io.yett.ike.pad;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The connections by name, and the search for the one that a peer may use (RFC 4301 §4.4.3). */
public final class PeerAuthorizationDatabase {
  private final Map<String, Connection> connections = new LinkedHashMap<>();

  /** Adds a connection; throws {@link IllegalArgumentException} if its name is taken. */
  public void add(Connection connection) {
    if (connections.putIfAbsent(connection.name(), connection) != null) {
      throw new IllegalArgumentException("two connections are named " + connection.name());
    }
  }

  /** The connection of that name; null if there is none. */
  public Connection find(String name) {
    return connections.get(name);
  }

  /** Those for a pair of addresses: of a fixed peer first, then of any. */
  public List<Connection> candidates(InetAddress local, InetAddress remote) {
    List<Connection> exact = new ArrayList<>();
    List<Connection> any = new ArrayList<>();
    for (Connection connection : connections.values()) {
      if (!connection.localAddress().equals(local)
          && !connection.options().additionalAddresses().contains(local)) {
        continue;
      }
      if (connection.remoteAddress() == null) {
        any.add(connection);
      } else if (connection.remoteAddress().equals(remote)) {
        exact.add(connection);
      }
    }
    exact.addAll(any);
    return exact;
  }

  /**
   * Those of the candidates whose identities fit.
   *
   * @param peer what the peer claims to be (IDi)
   * @param us what the peer wants us to be (IDr); null for anything
   */
  public static List<Connection> matching(List<Connection> candidates, Identity peer, Identity us) {
    return candidates.stream()
        .filter(c -> c.remoteId().matches(peer))
        .filter(c -> us == null || c.localId().matches(us))
        .toList();
  }
}

package io.yett.ike.pad;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** The connections by name, and the search for the one that a peer may use (RFC 4301 §4.4.3). */
public final class PeerAuthorizationDatabase {
  private final Map<String, Connection> connections = new LinkedHashMap<>();
  private final Map<AddressPair, Candidates.Group> byAddresses = new HashMap<>();

  /** Outer addresses of a connection; the remote one is null for any. */
  private record AddressPair(InetAddress local, InetAddress remote) {}

  /** Adds a connection; throws {@link IllegalArgumentException} if its name is taken. */
  public void add(Connection connection) {
    if (connections.putIfAbsent(connection.name(), connection) != null) {
      throw new IllegalArgumentException("two connections are named " + connection.name());
    }
    Set<InetAddress> locals = new LinkedHashSet<>(connection.options().additionalAddresses());
    locals.add(connection.localAddress());
    for (InetAddress local : locals) {
      byAddresses
          .computeIfAbsent(
              new AddressPair(local, connection.remoteAddress()), pair -> new Candidates.Group())
          .add(connection);
    }
  }

  /** The connection of that name; null if there is none. */
  public Connection find(String name) {
    return connections.get(name);
  }

  /** Those for a pair of addresses: of a fixed peer first, then of any. */
  public Candidates candidates(InetAddress local, InetAddress remote) {
    return new Candidates(
        byAddresses.get(new AddressPair(local, remote)),
        byAddresses.get(new AddressPair(local, null)));
  }
}

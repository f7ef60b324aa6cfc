package io.yett.ike.pad;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The connections that a pair of addresses may be for: those of a fixed peer first, then those of
 * any. However many there are, nothing here looks at each but at those for patterns of peers: what
 * a stranger's message makes us do must not grow with the configuration. It shows what is
 * configured now. Owned by the engine's thread.
 */
public final class Candidates {
  private final List<Group> groups;

  /** Connections of the same addresses, in the order they were added. */
  static final class Group {
    private final List<Connection> all = new ArrayList<>();
    private final Map<String, List<Connection>> byPeer = new HashMap<>();
    private final List<Connection> ofPatterns = new ArrayList<>();
    private final CertificateDemand demand = new CertificateDemand();
    private final Map<List<String>, Connection> byProposals = new HashMap<>();
    private final List<Connection> firstOfProposals = new ArrayList<>();
    private PostQuantumKey firstPpk;

    void add(Connection connection) {
      all.add(connection);
      demand.add(connection);
      if (connection.remoteId().isPattern()) {
        ofPatterns.add(connection);
      } else {
        byPeer
            .computeIfAbsent(connection.remoteId().key(), id -> new ArrayList<>(1))
            .add(connection);
      }
      if (byProposals.putIfAbsent(connection.proposals(), connection) == null) {
        firstOfProposals.add(connection);
      }
      if (firstPpk == null) {
        firstPpk = connection.options().ppk();
      }
    }
  }

  Candidates(Group fixedPeer, Group anyPeer) {
    List<Group> present = new ArrayList<>(2);
    if (fixedPeer != null) {
      present.add(fixedPeer);
    }
    if (anyPeer != null) {
      present.add(anyPeer);
    }
    groups = List.copyOf(present);
  }

  public boolean isEmpty() {
    return groups.isEmpty();
  }

  /** The first of all; there must be one. */
  public Connection first() {
    return groups.getFirst().all.getFirst();
  }

  /** All. */
  public List<Connection> all() {
    return joined(group -> group.all);
  }

  /** Of those with the same proposals only the first: what none of these accepts, none accepts. */
  public List<Connection> ofDistinctProposals() {
    return joined(group -> group.firstOfProposals);
  }

  /**
   * Those whose identities fit.
   *
   * @param peer what the peer claims to be (IDi)
   * @param us what the peer wants us to be (IDr); null for anything
   */
  public List<Connection> matching(Identity peer, Identity us) {
    String key = peer.key();
    List<Connection> ofPeer = new ArrayList<>();
    for (Group group : groups) {
      ofPeer.addAll(group.byPeer.getOrDefault(key, List.of()));
      group.ofPatterns.stream().filter(c -> c.remoteId().matches(peer)).forEach(ofPeer::add);
    }
    return us == null ? ofPeer : ofPeer.stream().filter(c -> c.localId().matches(us)).toList();
  }

  /** What all of them together ask of the peer's certificate. */
  public CertificateDemand certificateDemand() {
    CertificateDemand all = new CertificateDemand();
    groups.forEach(group -> all.add(group.demand));
    return all;
  }

  /** The first post-quantum preshared key that one has; null if none has one. */
  public PostQuantumKey firstPpk() {
    for (Group group : groups) {
      if (group.firstPpk != null) {
        return group.firstPpk;
      }
    }
    return null;
  }

  private List<Connection> joined(Function<Group, List<Connection>> part) {
    List<Connection> joined = new ArrayList<>();
    groups.forEach(group -> joined.addAll(part.apply(group)));
    return joined;
  }
}

package io.yett.ike.pad;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The connections that a pair of addresses may be for: those of a fixed peer first, then those of
 * any. However many there are, nothing here looks at each: what a stranger's message makes us do
 * must not grow with the configuration. Only patterns and distinguished names are compared one by
 * one. It shows what is configured now. Owned by the engine's thread.
 */
public final class Candidates {
  private final List<Group> groups;

  /** Connections of the same addresses, in the order they were added. */
  static final class Group {
    private final List<Connection> all = new ArrayList<>();
    private final Map<Identity, List<Connection>> byPeer = new HashMap<>();
    private final Map<List<String>, Connection> byProposals = new HashMap<>();
    private final List<Connection> firstOfProposals = new ArrayList<>();
    private final List<Connection> comparedOneByOne = new ArrayList<>();
    private final Set<Proof> proofs = new HashSet<>();
    private final List<Connection> firstOfProofs = new ArrayList<>();
    private PostQuantumKey firstPpk;

    void add(Connection connection) {
      all.add(connection);
      Identity key = connection.remoteId().searchKey();
      if (key == null) {
        comparedOneByOne.add(connection);
      } else {
        byPeer.computeIfAbsent(key, id -> new ArrayList<>(1)).add(connection);
      }
      Proof proof = new Proof(connection.options().remote(), connection.usesCertificates());
      if (proofs.add(proof)) {
        firstOfProofs.add(connection);
      }
      if (byProposals.putIfAbsent(connection.proposals(), connection) == null) {
        firstOfProposals.add(connection);
      }
      if (firstPpk == null) {
        firstPpk = connection.options().ppk();
      }
    }
  }

  /** What decides about certificates before the peer has said who it is. */
  private record Proof(RemoteAuth remote, boolean usesCertificates) {}

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

  /** Of those that ask for the same proof only the first. */
  public List<Connection> ofDistinctProofs() {
    return joined(group -> group.firstOfProofs);
  }

  /**
   * Those whose identities fit, of each group the exact ones before patterns.
   *
   * @param peer what the peer claims to be (IDi)
   * @param us what the peer wants us to be (IDr); null for anything
   */
  public List<Connection> matching(Identity peer, Identity us) {
    Identity key = peer.searchKey();
    List<Connection> matching = new ArrayList<>();
    for (Group group : groups) {
      matching.addAll(key == null ? List.of() : group.byPeer.getOrDefault(key, List.of()));
      group.comparedOneByOne.stream()
          .filter(connection -> connection.remoteId().matches(peer))
          .forEach(matching::add);
    }
    return us == null ? matching : matching.stream().filter(c -> c.localId().matches(us)).toList();
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

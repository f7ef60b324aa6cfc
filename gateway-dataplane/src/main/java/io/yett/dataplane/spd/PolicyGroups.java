package io.yett.dataplane.spd;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Parts the policies into groups, each of which gets a tree of its own. A policy that takes in much
 * of an axis which others divide finely is doubled by every cut across that axis: ten thousand
 * hosts that are reached from anywhere and a hundred subnets that may go anywhere are a million
 * pairs in one tree, ten thousand and a hundred in two. Control thread.
 */
final class PolicyGroups {
  /** A group for each: the policies that are narrow on it. The first that fits counts. */
  private static final Axis[] SIEVES = {Axis.REMOTE, Axis.LOCAL, Axis.REMOTE_PORT, Axis.LOCAL_PORT};

  /** An axis with fewer pieces is not divided finely. */
  private static final int FEW_PIECES = 16;

  /** A policy that takes in at most this part of the pieces is narrow. */
  private static final int NARROW = 8;

  /** A smaller group is not worth a tree. */
  private static final int SMALL = 4;

  private PolicyGroups() {}

  /**
   * The groups, each in order, and that with the first policy first.
   *
   * @param policies how many of them, from the first
   */
  static List<int[]> of(RankedPolicies ranked, int policies) {
    List<List<Integer>> groups = new ArrayList<>();
    for (int i = 0; i <= SIEVES.length; i++) {
      groups.add(new ArrayList<>());
    }
    for (int policy = 0; policy < policies; policy++) {
      groups.get(groupOf(ranked, policy)).add(policy);
    }
    groups.sort(Comparator.comparingInt(group -> -group.size()));
    List<Integer> largest = groups.getFirst();
    for (List<Integer> group : groups.subList(1, groups.size())) {
      if (group.size() < SMALL) {
        largest.addAll(group);
        group.clear();
      }
    }
    return groups.stream()
        .filter(group -> !group.isEmpty())
        .map(group -> group.stream().mapToInt(Integer::intValue).sorted().toArray())
        .sorted(Comparator.comparingInt(group -> group[0]))
        .toList();
  }

  private static int groupOf(RankedPolicies ranked, int policy) {
    int sieve = 0;
    while (sieve < SIEVES.length && !isNarrow(ranked, policy, SIEVES[sieve].index)) {
      sieve++;
    }
    return sieve;
  }

  private static boolean isNarrow(RankedPolicies ranked, int policy, int axis) {
    int pieces = ranked.pieces(axis);
    if (pieces < FEW_PIECES) {
      return false;
    }
    int part = RankedPolicies.part(axis);
    for (int selector = ranked.first(policy); selector < ranked.end(policy); selector++) {
      long width = ranked.to(selector, part) - (long) ranked.from(selector, part);
      if (ranked.isOn(axis, selector) && width * NARROW > pieces) {
        return false;
      }
    }
    return true;
  }
}

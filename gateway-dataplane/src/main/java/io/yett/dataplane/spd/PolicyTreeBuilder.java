package io.yett.dataplane.spd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Builds the trees by cutting cells in two, the fullest first, until a cell has at most two
 * policies, or nothing left to tell apart, or a bound is reached: then what is left becomes leaves
 * with longer lists. So the bounds cost speed and never an answer. Control thread.
 */
final class PolicyTreeBuilder {
  /** A cell with so many policies is not worth a cut: they fit in its node. */
  private static final int FEW_POLICIES = 2;

  private static final int ENTRIES_PER_POLICY = 32;
  private static final int MORE_ENTRIES = 1 << 14;
  private static final int VISITS_PER_SELECTOR = 128;
  private static final int MORE_VISITS = 1 << 18;

  private final RankedPolicies ranked;
  private final List<int[]> groups;
  private final CutFinder cuts;
  private final long maxEntries;
  private final long maxVisits;
  private final PriorityQueue<Cell> open =
      new PriorityQueue<>(Comparator.comparingInt((Cell cell) -> -cell.selectors().length));

  /** By node: axis of its cut, or -1 for a leaf. */
  private byte[] axis = new byte[64];

  /** By node: the piece above its cut; of a leaf its number. */
  private int[] edge = new int[64];

  /** By node: its lower child; the upper one follows. */
  private int[] child = new int[64];

  private final List<int[]> leaves = new ArrayList<>();
  private int nodes;
  private long entries;
  private long visits;

  /** Builds a tree for each group; a policy is in one group at most. */
  PolicyTreeBuilder(RankedPolicies ranked, List<int[]> groups) {
    this.ranked = ranked;
    this.groups = groups;
    this.cuts = new CutFinder(ranked);
    this.maxEntries = maxEntries(ranked.policies());
    this.maxVisits = maxVisits(ranked.selectors());
    for (int[] group : groups) {
      Cell cell = Cell.whole(newNode(), ranked, group);
      entries += cost(cell);
      open.add(cell);
    }
    for (Cell cell = open.poll(); cell != null; cell = open.poll()) {
      if (!isWorthACut(cell) || !cuts.find(cell) || !cut(cell)) {
        leaf(cell);
      }
    }
  }

  private boolean isWorthACut(Cell cell) {
    long after = visits + cell.selectors().length;
    if (cell.policies() <= FEW_POLICIES || after > maxVisits) {
      return false;
    }
    visits = after;
    return true;
  }

  /** Bound of the leaves, and of the policies in all of them. */
  static long maxEntries(int policies) {
    return Math.min((long) policies * ENTRIES_PER_POLICY + MORE_ENTRIES, PolicyTree.MAX_PAIRS);
  }

  /** Bound of the selectors looked at for cuts, which the time follows. */
  static long maxVisits(int selectors) {
    return (long) selectors * VISITS_PER_SELECTOR + MORE_VISITS;
  }

  /** False if the halves would not fit. */
  private boolean cut(Cell cell) {
    Cell lower = cell.half(nodes, ranked, cuts.axis(), cuts.edge(), false);
    Cell upper = cell.half(nodes + 1, ranked, cuts.axis(), cuts.edge(), true);
    long after = entries - cost(cell) + cost(lower) + cost(upper);
    if (after > maxEntries) {
      return false;
    }
    entries = after;
    newNode();
    newNode();
    axis[cell.node()] = (byte) cuts.axis();
    edge[cell.node()] = cuts.edge();
    child[cell.node()] = lower.node();
    open.add(lower);
    open.add(upper);
    return true;
  }

  private static int cost(Cell cell) {
    return Math.max(1, cell.policies());
  }

  private void leaf(Cell cell) {
    axis[cell.node()] = -1;
    edge[cell.node()] = leaves.size();
    leaves.add(cell.listPolicies(ranked));
  }

  private int newNode() {
    if (nodes == axis.length) {
      axis = Arrays.copyOf(axis, nodes * 2);
      edge = Arrays.copyOf(edge, nodes * 2);
      child = Arrays.copyOf(child, nodes * 2);
    }
    return nodes++;
  }

  /** Number of trees; their roots are the first nodes. */
  int roots() {
    return groups.size();
  }

  /** First policy of a tree. */
  int firstPolicy(int root) {
    return groups.get(root)[0];
  }

  int nodes() {
    return nodes;
  }

  /** Policies in all leaves; an empty leaf counts as one. */
  long entries() {
    return entries;
  }

  /** Selectors looked at for cuts. */
  long visits() {
    return visits;
  }

  boolean isLeaf(int node) {
    return axis[node] < 0;
  }

  /** Policies of a leaf, in order. */
  int[] policies(int node) {
    return leaves.get(edge[node]);
  }

  /** Axis of a cut. */
  Axis axis(int node) {
    return Axis.of(axis[node]);
  }

  /** The first number of the axis that belongs to the upper child. */
  long threshold(int node) {
    return ranked.edge(axis[node], edge[node]);
  }

  /** The lower child; the upper one follows. */
  int child(int node) {
    return child[node];
  }
}

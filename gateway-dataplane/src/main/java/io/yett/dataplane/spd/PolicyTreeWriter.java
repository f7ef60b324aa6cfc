package io.yett.dataplane.spd;

import io.yett.dpdk.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Writes built trees as {@link PolicyTree} reads them. Pairs of nodes that follow each other on the
 * way down share cache lines as far as they fit, and equal lists are kept once. Control thread.
 */
final class PolicyTreeWriter {
  private static final int LINE = 64;
  private static final int PAIRS_PER_LINE = LINE / PolicyTree.PAIR;

  /** A list, equal to another of the same policies. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Key(int[] list) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Key key && Arrays.equals(list, key.list);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(list);
    }
  }

  private final PolicyTreeBuilder built;
  private final int[] offsets;
  private final Map<Key, Integer> lists = new HashMap<>();

  /** By node: its place; children stand together. */
  private final int[] place;

  private int listEntries;
  private int pairs;

  /**
   * Makes a writer for one use.
   *
   * @param offsets by policy where it begins, in units
   */
  PolicyTreeWriter(PolicyTreeBuilder built, int[] offsets) {
    this.built = built;
    this.offsets = offsets;
    this.place = new int[built.nodes()];
  }

  /** Writes roots, nodes and lists. */
  MemorySegment write(Arena arena) {
    for (int root = 0; root < built.roots(); root++) {
      arrange(root);
    }
    for (int node = 0; node < built.nodes(); node++) {
      if (built.isLeaf(node) && built.policies(node).length >= PolicyTree.KIND_LIST) {
        int[] list = built.policies(node);
        if (lists.putIfAbsent(new Key(list), listEntries) == null) {
          listEntries += list.length;
        }
      }
    }
    MemorySegment memory =
        arena.allocate(listsOffset() + (long) listEntries * PolicyTree.ENTRY, LINE);
    writeNodes(memory.address());
    writeLists(memory.address() + listsOffset());
    return memory;
  }

  /**
   * A reader of what is written.
   *
   * @param policies address of the first policy
   * @param trees address of what is written
   * @param last the policy that matches every packet, or {@link PolicyTree#NONE}
   */
  PolicyTree reader(long policies, long trees, long last) {
    return new PolicyTree(
        policies, trees, built.roots(), trees + nodesOffset(), trees + listsOffset(), last);
  }

  private long nodesOffset() {
    return ((long) built.roots() * PolicyTree.ROOT + LINE - 1) & -LINE;
  }

  private long listsOffset() {
    return nodesOffset() + (long) pairs * PolicyTree.PAIR;
  }

  /** Gives the nodes below a root their places, line by line. */
  private void arrange(int root) {
    ArrayDeque<Integer> lines = new ArrayDeque<>();
    lines.add(root);
    ArrayDeque<Integer> line = new ArrayDeque<>();
    for (Integer top = lines.poll(); top != null; top = lines.poll()) {
      line.add(top);
      int room = PAIRS_PER_LINE - pairs % PAIRS_PER_LINE;
      for (Integer node = line.poll(); node != null; node = line.poll()) {
        if (built.isLeaf(node)) {
          continue;
        }
        if (room == 0) {
          lines.addFirst(node);
          continue;
        }
        room--;
        int child = built.child(node);
        place[child] = 2 * pairs;
        place[child + 1] = 2 * pairs + 1;
        pairs++;
        line.add(child);
        line.add(child + 1);
      }
    }
  }

  private void writeNodes(long base) {
    long nodes = base + nodesOffset();
    for (int node = 0; node < built.nodes(); node++) {
      if (node < built.roots()) {
        long root = base + (long) node * PolicyTree.ROOT;
        Memory.putLong(root, encode(node));
        Memory.putLong(root + PolicyTree.FIRST_POLICY, offsets[built.firstPolicy(node)]);
      } else {
        Memory.putLong(nodes + 8L * place[node], encode(node));
      }
    }
  }

  private long encode(int node) {
    if (!built.isLeaf(node)) {
      Axis axis = built.axis(node);
      long threshold = built.threshold(node) << axis.slack;
      long pair = place[built.child(node)] / 2;
      return (long) axis.word << PolicyTree.WORD_SHIFT
          | (long) axis.shift << PolicyTree.SHIFT_SHIFT
          | pair << PolicyTree.PAIR_SHIFT
          | ((1L << 32) - threshold);
    }
    int[] policies = built.policies(node);
    int kind = Math.min(policies.length, PolicyTree.KIND_LIST);
    long first = kind == 0 ? 0 : offsets[policies[0]];
    long second = kind < 2 ? 0 : offsets[policies[1]];
    if (kind == PolicyTree.KIND_LIST) {
      first = lists.getOrDefault(new Key(policies), 0);
      second = policies.length;
    }
    return PolicyTree.LEAF
        | (long) kind << PolicyTree.KIND_SHIFT
        | second << PolicyTree.SECOND_SHIFT
        | first;
  }

  private void writeLists(long base) {
    lists.forEach((key, first) -> {
      for (int i = 0; i < key.list.length; i++) {
        Memory.putInt(base + (long) (first + i) * PolicyTree.ENTRY, offsets[key.list[i]]);
      }
    });
  }
}

package io.yett.dataplane.spd;

import java.util.Arrays;

/**
 * A box of the space of packets, and the policies that may match a packet in it, in order; it is
 * cut in two or becomes a leaf. It ends with the first policy that matches every packet of the box.
 * Control thread.
 *
 * @param node that stands for it
 * @param bounds by axis: first piece, and piece after the last
 * @param selectors that reach into the box: by policy in order, the local ones first
 * @param policies number of policies that the selectors belong to
 */
@SuppressWarnings("ArrayRecordComponent")
record Cell(int node, int[] bounds, int[] selectors, int policies) {

  /** The whole space, with some of the policies. */
  static Cell whole(int node, RankedPolicies ranked, int[] policies) {
    int[] bounds = new int[2 * Axis.count()];
    for (int axis = 0; axis < Axis.count(); axis++) {
      bounds[2 * axis + 1] = ranked.pieces(axis);
    }
    int count = 0;
    for (int policy : policies) {
      count += ranked.end(policy) - ranked.first(policy);
    }
    int[] selectors = new int[count];
    int used = 0;
    for (int policy : policies) {
      for (int selector = ranked.first(policy); selector < ranked.end(policy); selector++) {
        selectors[used++] = selector;
      }
    }
    return new Cell(node, bounds, selectors, policies.length);
  }

  /**
   * One half of this.
   *
   * @param child the node that stands for it
   * @param axis across which it is cut
   * @param edge first piece of the upper half
   */
  Cell half(int child, RankedPolicies ranked, int axis, int edge, boolean upper) {
    int[] box = bounds.clone();
    box[2 * axis + (upper ? 0 : 1)] = edge;
    CellHalf half = new CellHalf(ranked, axis, box, selectors.length);
    int next = 0;
    while (next < selectors.length && !half.isCovered()) {
      int end = endOfPolicy(ranked, next);
      half.add(selectors, next, end);
      next = end;
    }
    return new Cell(child, box, half.selectors(), half.policies());
  }

  /** Index after the selectors of the policy whose selectors begin at an index. */
  int endOfPolicy(RankedPolicies ranked, int index) {
    int after = ranked.end(ranked.owner(selectors[index]));
    int end = index + 1;
    while (end < selectors.length && selectors[end] < after) {
      end++;
    }
    return end;
  }

  /** The policies in order. */
  int[] listPolicies(RankedPolicies ranked) {
    int[] result = new int[policies];
    int used = 0;
    for (int next = 0; next < selectors.length; next = endOfPolicy(ranked, next)) {
      result[used++] = ranked.owner(selectors[next]);
    }
    return Arrays.copyOf(result, used);
  }
}

package io.yett.dataplane.spd;

import java.util.Arrays;

/** Collects the selectors that reach into one half of a cell, policy by policy. Control thread. */
final class CellHalf {
  private static final int NONE = -1;

  private final RankedPolicies ranked;
  private final int axis;
  private final int[] box;
  private final int[] kept;
  private int used;
  private int policies;
  private boolean covered;

  /**
   * Makes an empty half.
   *
   * @param axis across which the cell was cut
   * @param box bounds of the half
   * @param most number of selectors of the cell
   */
  CellHalf(RankedPolicies ranked, int axis, int[] box, int most) {
    this.ranked = ranked;
    this.axis = axis;
    this.box = box;
    this.kept = new int[most];
  }

  /** Adds what reaches in of a policy, the next in order, whose selectors are at some indexes. */
  void add(int[] selectors, int from, int end) {
    int begin = used;
    int locals = 0;
    int localCover = NONE;
    int remoteCover = NONE;
    for (int i = from; i < end; i++) {
      int selector = selectors[i];
      if (reaches(selector)) {
        kept[used++] = selector;
        boolean remote = ranked.isRemote(selector);
        locals += remote ? 0 : 1;
        if (covers(selector, remote)) {
          localCover = remote ? localCover : selector;
          remoteCover = remote ? selector : remoteCover;
        }
      }
    }
    if (locals == 0 || locals == used - begin) {
      used = begin; // a side is missing: no packet of this half
      return;
    }
    policies++;
    covered = localCover != NONE && remoteCover != NONE;
    narrow(begin, locals, localCover, remoteCover);
  }

  /** A side with a selector that matches all of the box needs no other. */
  private void narrow(int begin, int locals, int localCover, int remoteCover) {
    int remotes = begin + locals;
    int end = used;
    used = remotes;
    if (localCover != NONE) {
      kept[begin] = localCover;
      used = begin + 1;
    }
    if (remoteCover != NONE) {
      kept[used++] = remoteCover;
    } else {
      System.arraycopy(kept, remotes, kept, used, end - remotes);
      used += end - remotes;
    }
  }

  private boolean reaches(int selector) {
    int part = RankedPolicies.part(axis);
    return !ranked.isOn(axis, selector)
        || (ranked.from(selector, part) < box[2 * axis + 1]
            && ranked.to(selector, part) > box[2 * axis]);
  }

  private boolean covers(int selector, boolean remote) {
    for (int part = 0; part < RankedPolicies.PARTS; part++) {
      int on = RankedPolicies.axis(part, remote);
      if (ranked.from(selector, part) > box[2 * on]
          || ranked.to(selector, part) < box[2 * on + 1]) {
        return false;
      }
    }
    return true;
  }

  /** True once a policy matches every packet of the half, so that no later one counts. */
  boolean isCovered() {
    return covered;
  }

  int policies() {
    return policies;
  }

  int[] selectors() {
    return Arrays.copyOf(kept, used);
  }
}

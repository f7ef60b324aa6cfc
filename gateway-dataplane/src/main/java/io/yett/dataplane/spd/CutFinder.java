package io.yett.dataplane.spd;

import java.util.Arrays;

/**
 * Finds where to cut a cell in two. What a cell has left to tell apart is counted in faces: edges
 * of its selectors inside it. A cut takes away the faces that it lies on, and doubles the faces, on
 * the other axes, of the selectors that it goes through. The best cut leaves few in the worse half
 * and few in all. Keeps scratch space; control thread.
 */
final class CutFinder {
  private final RankedPolicies ranked;

  /** By index of a selector in the cell: its faces. */
  private int[] own = new int[16];

  /** By index: its faces, and its share of the faces of its policy's other side. */
  private int[] weight = new int[16];

  /** Faces on one axis, sorted: the piece above, the selector's index, 1 if it ends there. */
  private long[] faces = new long[32];

  private long all;
  private long bestScore;
  private int bestAxis;
  private int bestEdge;

  CutFinder(RankedPolicies ranked) {
    this.ranked = ranked;
  }

  /** Looks for the best cut; false if there is nothing left to tell apart. */
  boolean find(Cell cell) {
    weigh(cell);
    bestScore = Long.MAX_VALUE;
    for (int axis = 0; axis < Axis.count(); axis++) {
      search(cell, axis);
    }
    return bestScore != Long.MAX_VALUE;
  }

  /** Axis of the cut found. */
  int axis() {
    return bestAxis;
  }

  /** First piece above the cut found. */
  int edge() {
    return bestEdge;
  }

  private void weigh(Cell cell) {
    int[] selectors = cell.selectors();
    if (own.length < selectors.length) {
      own = new int[selectors.length * 2];
      weight = new int[selectors.length * 2];
      faces = new long[selectors.length * 4];
    }
    all = 0;
    int next = 0;
    while (next < selectors.length) {
      int end = cell.endOfPolicy(ranked, next);
      int remotes = next;
      int localFaces = 0;
      int remoteFaces = 0;
      for (int i = next; i < end; i++) {
        boolean remote = ranked.isRemote(selectors[i]);
        own[i] = countFaces(cell, selectors[i], remote);
        localFaces += remote ? 0 : own[i];
        remoteFaces += remote ? own[i] : 0;
        remotes += remote ? 0 : 1;
      }
      all += localFaces + remoteFaces;
      int localShare = remoteFaces / (remotes - next);
      int remoteShare = localFaces / (end - remotes);
      for (; next < end; next++) {
        weight[next] = own[next] + (next < remotes ? localShare : remoteShare);
      }
    }
  }

  private int countFaces(Cell cell, int selector, boolean remote) {
    int count = 0;
    for (int part = 0; part < RankedPolicies.PARTS; part++) {
      count += facesOn(cell, selector, RankedPolicies.axis(part, remote), part);
    }
    return count;
  }

  private int facesOn(Cell cell, int selector, int axis, int part) {
    return (ranked.from(selector, part) > cell.bounds()[2 * axis] ? 1 : 0)
        + (ranked.to(selector, part) < cell.bounds()[2 * axis + 1] ? 1 : 0);
  }

  /** Looks at every cut across one axis. */
  private void search(Cell cell, int axis) {
    int low = cell.bounds()[2 * axis];
    int high = cell.bounds()[2 * axis + 1];
    if (high - low < 2) {
      return;
    }
    int part = RankedPolicies.part(axis);
    int[] weights = axis == Axis.PROTOCOL.index ? own : weight;
    int found = 0;
    long others = 0; // faces on the other axes
    long reachLow = 0; // those of selectors that begin at or below the cell
    for (int i = 0; i < cell.selectors().length; i++) {
      int selector = cell.selectors()[i];
      if (ranked.isOn(axis, selector)) {
        int from = ranked.from(selector, part);
        int to = ranked.to(selector, part);
        int rest = weights[i] - facesOn(cell, selector, axis, part);
        others += rest;
        if (to < high) {
          faces[found++] = ((long) to << 32) | ((long) i << 1) | 1;
        }
        if (from > low) {
          faces[found++] = ((long) from << 32) | ((long) i << 1);
        } else {
          reachLow += rest;
        }
      }
    }
    if (found > 0) {
      Arrays.sort(faces, 0, found);
      sweep(cell, axis, weights, found, others, reachLow);
    }
  }

  /** Goes over the faces of one axis from below, and weighs a cut at each. */
  private void sweep(Cell cell, int axis, int[] weights, int found, long others, long reachLow) {
    int part = RankedPolicies.part(axis);
    long began = reachLow; // faces on other axes of selectors that begin below the cut
    long goOn = others; // of those that end above it
    int next = 0;
    while (next < found) {
      long lower = began + next;
      int edge = (int) (faces[next] >>> 32);
      for (; next < found && (int) (faces[next] >>> 32) == edge; next++) {
        int index = (int) faces[next] >>> 1;
        int rest = weights[index] - facesOn(cell, cell.selectors()[index], axis, part);
        if ((faces[next] & 1) == 0) {
          began += rest;
        } else {
          goOn -= rest;
        }
      }
      long score = score(lower, goOn + found - next);
      if (score < bestScore) {
        bestScore = score;
        bestAxis = axis;
        bestEdge = edge;
      }
    }
  }

  /**
   * Less is better. A half with more than nine tenths of the faces is taken only if there is no
   * other cut, which keeps the tree shallow: cutting the axis with most faces in its middle always
   * takes a tenth away from both.
   */
  private long score(long lower, long upper) {
    long worse = Math.max(lower, upper);
    return 2 * worse + lower + upper + (worse * 10 > all * 9 ? 4 * all : 0);
  }
}

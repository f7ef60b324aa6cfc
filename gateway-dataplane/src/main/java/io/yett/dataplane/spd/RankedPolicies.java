package io.yett.dataplane.spd;

import io.yett.dataplane.sachannel.PolicySpec;
import io.yett.dataplane.sachannel.TrafficSelector;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Policies as the builder of the trees sees them: every edge of a selector divides its axis into
 * pieces, and a selector is a range of pieces on each axis of its side. So all further work is on
 * small whole numbers, whatever the family. Policies and selectors are numbered in order. Control
 * thread.
 */
final class RankedPolicies {
  /** A selector's axes: address, protocol, port. */
  static final int PARTS = 3;

  private static final int STRIDE = 2 * PARTS;

  /** By policy: its first local selector; one more at the end. */
  private final int[] first;

  /** By policy: its first remote selector. */
  private final int[] firstRemote;

  /** By selector: its policy. */
  private final int[] owner;

  /** By selector and part: first piece, and piece after the last. */
  private final int[] ranks;

  /** By axis: where each piece begins, and the end of the axis. */
  private final long[][] edges = new long[Axis.count()][];

  RankedPolicies(List<PolicySpec> policies) {
    this.first = new int[policies.size() + 1];
    this.firstRemote = new int[policies.size()];
    int selectors = 0;
    for (int i = 0; i < policies.size(); i++) {
      first[i] = selectors;
      firstRemote[i] = selectors + policies.get(i).localSelectors().size();
      selectors = firstRemote[i] + policies.get(i).remoteSelectors().size();
    }
    first[policies.size()] = selectors;
    this.owner = new int[selectors];
    this.ranks = new int[selectors * STRIDE];
    long[] ranges = new long[selectors * STRIDE];
    for (int i = 0; i < policies.size(); i++) {
      Arrays.fill(owner, first[i], first[i + 1], i);
      read(policies.get(i).localSelectors(), ranges, first[i]);
      read(policies.get(i).remoteSelectors(), ranges, firstRemote[i]);
    }
    for (int axis = 0; axis < Axis.count(); axis++) {
      edges[axis] = edges(axis, ranges);
      rank(axis, ranges);
    }
  }

  private static void read(List<TrafficSelector> selectors, long[] ranges, int at) {
    int next = at * STRIDE;
    for (TrafficSelector selector : selectors) {
      ranges[next++] = number(selector.startAddress().getAddress());
      ranges[next++] = number(selector.endAddress().getAddress()) + 1;
      boolean anyProtocol = selector.protocol() == 0;
      ranges[next++] = anyProtocol ? 0 : selector.protocol();
      ranges[next++] = anyProtocol ? Axis.PROTOCOL.end : selector.protocol() + 1L;
      boolean anyPort = selector.startPort() == 0 && selector.endPort() == 0xFFFF;
      boolean withoutPorts = anyPort || selector.isOpaque();
      ranges[next++] = withoutPorts ? Axis.NO_PORTS : selector.startPort() + 1L;
      ranges[next++] = selector.isOpaque() ? Axis.NO_PORTS + 1L : selector.endPort() + 2L;
    }
  }

  private static long number(byte[] address) {
    return ByteBuffer.wrap(address).getInt() & 0xFFFF_FFFFL;
  }

  private long[] edges(int axis, long[] ranges) {
    int part = part(axis);
    long[] all = new long[2 * owner.length + 2];
    int used = 0;
    all[used++] = 0;
    all[used++] = Axis.of(axis).end;
    for (int selector = 0; selector < owner.length; selector++) {
      if (isOn(axis, selector)) {
        all[used++] = ranges[selector * STRIDE + 2 * part];
        all[used++] = ranges[selector * STRIDE + 2 * part + 1];
      }
    }
    Arrays.sort(all, 0, used);
    int distinct = 1;
    for (int i = 1; i < used; i++) {
      if (all[i] != all[distinct - 1]) {
        all[distinct++] = all[i];
      }
    }
    return Arrays.copyOf(all, distinct);
  }

  private void rank(int axis, long[] ranges) {
    int part = part(axis);
    for (int selector = 0; selector < owner.length; selector++) {
      if (isOn(axis, selector)) {
        int at = selector * STRIDE + 2 * part;
        ranks[at] = Arrays.binarySearch(edges[axis], ranges[at]);
        ranks[at + 1] = Arrays.binarySearch(edges[axis], ranges[at + 1]);
      }
    }
  }

  /** Part of a selector that lies on an axis. */
  static int part(int axis) {
    return axis < 2 ? 0 : axis == 2 ? 1 : 2;
  }

  /** Axis of a part of a local or remote selector. */
  static int axis(int part, boolean remote) {
    return part == 1 ? 2 : part + (part >> 1) + (remote ? 1 : 0);
  }

  /** True if a selector divides an axis: those of its side, and the protocol. */
  boolean isOn(int axis, int selector) {
    return axis == 2 || isRemote(selector) == (axis == 1 || axis == 4);
  }

  boolean isRemote(int selector) {
    return selector >= firstRemote[owner[selector]];
  }

  int selectors() {
    return owner.length;
  }

  int policies() {
    return firstRemote.length;
  }

  int owner(int selector) {
    return owner[selector];
  }

  int first(int policy) {
    return first[policy];
  }

  int firstRemote(int policy) {
    return firstRemote[policy];
  }

  int end(int policy) {
    return first[policy + 1];
  }

  /** First piece of a selector's part. */
  int from(int selector, int part) {
    return ranks[selector * STRIDE + 2 * part];
  }

  /** Piece after the last of a selector's part. */
  int to(int selector, int part) {
    return ranks[selector * STRIDE + 2 * part + 1];
  }

  /** Number of pieces of an axis. */
  int pieces(int axis) {
    return edges[axis].length - 1;
  }

  /** Value at which a piece begins. */
  long edge(int axis, int piece) {
    return edges[axis][piece];
  }

  /** The first policy that matches every packet, or the number of policies. */
  int firstOfAll() {
    for (int policy = 0; policy < policies(); policy++) {
      if (hasAll(first[policy], firstRemote[policy])
          && hasAll(firstRemote[policy], first[policy + 1])) {
        return policy;
      }
    }
    return policies();
  }

  private boolean hasAll(int from, int end) {
    for (int selector = from; selector < end; selector++) {
      boolean all = true;
      for (int part = 0; part < PARTS; part++) {
        int pieces = pieces(axis(part, isRemote(selector)));
        all &= from(selector, part) == 0 && to(selector, part) == pieces;
      }
      if (all) {
        return true;
      }
    }
    return false;
  }
}

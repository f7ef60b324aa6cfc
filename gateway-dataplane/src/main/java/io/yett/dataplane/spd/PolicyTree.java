package io.yett.dataplane.spd;

import io.yett.dpdk.Memory;

/**
 * Finds the first policy that matches a packet, by decision trees over both addresses, protocol and
 * ports. A node halves one axis; a leaf names the policies that may match in its part of the space,
 * in order, and {@link Selectors#match} judges each, so the trees decide how fast an answer comes
 * and never which. A packet goes down each tree twice at once: as outbound, and with its ends
 * exchanged as inbound. Immutable, read by address; any thread.
 *
 * <p>Inner node, 8 octets: word in bit 63, left shift in bits 61..56, pair of children in bits
 * 55..32, and 2^32 less the threshold in bits 31..0. Leaf: bit 62 set, kind in bits 61..60, two
 * policies in bits 27..0 and 55..28; of kind 3 the first entry of a list, and their number. A
 * policy is named by its offset in units of 16 octets, so that of two policies the first has the
 * smaller name.
 */
final class PolicyTree {
  /** Octets of two nodes that have one parent. */
  static final int PAIR = 16;

  static final int MAX_PAIRS = 1 << 24;
  static final int WORD_SHIFT = 63;
  static final int SHIFT_SHIFT = 56;
  static final int PAIR_SHIFT = 32;
  static final long LEAF = 1L << 62;
  static final int KIND_SHIFT = 60;
  static final int KIND_LIST = 3;
  static final int SECOND_SHIFT = 28;

  /** Largest offset of a policy, in units; also of an entry of the lists. */
  static final int MAX_OFFSET = (1 << SECOND_SHIFT) - 1;

  /** Octets of a root: its node, and the first policy of its tree. */
  static final int ROOT = 16;

  static final int FIRST_POLICY = 8;

  /** Octets of an entry of a list: a policy. */
  static final int ENTRY = 4;

  /** Octets of the unit in which offsets of policies count, as a shift. */
  static final int UNIT_SHIFT = 4;

  /** Octets before a policy's selectors. */
  static final int SELECTORS = 8;

  /** No policy: later than any. */
  static final long NONE = 1L << 40;

  private static final int PAIR_OFFSET_SHIFT = PAIR_SHIFT - 4;
  private static final long PAIR_MASK = (MAX_PAIRS - 1L) * PAIR;
  private static final long THRESHOLD_MASK = 0xFFFF_FFFFL;

  private final long policies;
  private final long roots;
  private final long rootsEnd;
  private final long nodes;
  private final long lists;
  private final long last;

  /**
   * Reads trees that are written.
   *
   * @param policies address of the first policy
   * @param last the policy that matches every packet, or {@link #NONE}
   */
  PolicyTree(long policies, long roots, int trees, long nodes, long lists, long last) {
    this.policies = policies;
    this.roots = roots;
    this.rootsEnd = roots + (long) trees * ROOT;
    this.nodes = nodes;
    this.lists = lists;
    this.last = last == NONE ? NONE : last << 1;
  }

  /**
   * The address of the first policy that matches in either direction, plus 1 if inbound; 0 if none
   * does. Where one policy matches both ways, outbound counts.
   */
  long find(int source, int destination, int protocol, int sourcePort, int destinationPort) {
    long outAddresses = Axis.addresses(source, destination);
    long inAddresses = Axis.addresses(destination, source);
    long outOther = outAddresses ^ Axis.rest(protocol, sourcePort, destinationPort);
    long inOther = inAddresses ^ Axis.rest(protocol, destinationPort, sourcePort);
    long best = last;
    for (long root = roots; root < rootsEnd; root += ROOT) {
      if (Memory.getLong(root + FIRST_POLICY) << 1 >= best) {
        break;
      }
      long out = Memory.getLong(root);
      long in = out;
      while (((out | in) & LEAF) == 0) {
        out = next(out, outAddresses, outOther);
        in = next(in, inAddresses, inOther);
      }
      while ((out & LEAF) == 0) {
        out = next(out, outAddresses, outOther);
      }
      while ((in & LEAF) == 0) {
        in = next(in, inAddresses, inOther);
      }
      best = scan(out, 0, best, source, destination, protocol, sourcePort, destinationPort);
      best = scan(in, 1, best, destination, source, protocol, destinationPort, sourcePort);
    }
    return address(best);
  }

  /** The address of the first policy that matches as outbound, or 0. */
  long findOutbound(
      int source, int destination, int protocol, int sourcePort, int destinationPort) {
    long addresses = Axis.addresses(source, destination);
    long other = addresses ^ Axis.rest(protocol, sourcePort, destinationPort);
    long best = last;
    for (long root = roots; root < rootsEnd; root += ROOT) {
      if (Memory.getLong(root + FIRST_POLICY) << 1 >= best) {
        break;
      }
      long node = Memory.getLong(root);
      while ((node & LEAF) == 0) {
        node = next(node, addresses, other);
      }
      best = scan(node, 0, best, source, destination, protocol, sourcePort, destinationPort);
    }
    return address(best);
  }

  /**
   * One step down, without a branch: a value from the threshold on carries into bit 32, which
   * becomes the 8 octets to the upper child.
   *
   * @param other what makes the second word of the first
   */
  private long next(long node, long addresses, long other) {
    long word = addresses ^ (other & (node >> WORD_SHIFT));
    long value = word << (node >>> SHIFT_SHIFT) >>> 32;
    long upper = ((node & THRESHOLD_MASK) + value) >>> 29 & 8;
    return Memory.getLong(nodes + (node >>> PAIR_OFFSET_SHIFT & PAIR_MASK) + upper);
  }

  /** The better of what is found and the first policy of a leaf that matches. */
  private long scan(
      long leaf,
      int direction,
      long best,
      int local,
      int remote,
      int protocol,
      int localPort,
      int remotePort) {
    int kind = (int) (leaf >>> KIND_SHIFT) & 3;
    if (kind == KIND_LIST) {
      return scanList(leaf, direction, best, local, remote, protocol, localPort, remotePort);
    }
    if (kind > 0) {
      long first = (leaf & MAX_OFFSET) << 1 | direction;
      if (first < best && match(first, local, remote, protocol, localPort, remotePort)) {
        return first;
      }
      if (kind > 1) {
        long second = ((leaf >>> SECOND_SHIFT) & MAX_OFFSET) << 1 | direction;
        if (second < best && match(second, local, remote, protocol, localPort, remotePort)) {
          return second;
        }
      }
    }
    return best;
  }

  private long scanList(
      long leaf,
      int direction,
      long best,
      int local,
      int remote,
      int protocol,
      int localPort,
      int remotePort) {
    long at = lists + (leaf & MAX_OFFSET) * ENTRY;
    long end = at + ((leaf >>> SECOND_SHIFT) & MAX_OFFSET) * ENTRY;
    for (; at < end; at += ENTRY) {
      long policy = (long) Memory.getInt(at) << 1 | direction;
      if (policy >= best) {
        return best;
      }
      if (match(policy, local, remote, protocol, localPort, remotePort)) {
        return policy;
      }
    }
    return best;
  }

  private boolean match(
      long policy, int local, int remote, int protocol, int localPort, int remotePort) {
    return Selectors.match(
        policies + (policy >>> 1 << UNIT_SHIFT) + SELECTORS,
        local,
        remote,
        protocol,
        localPort,
        remotePort);
  }

  private long address(long best) {
    return best >= NONE ? 0 : (policies + (best >>> 1 << UNIT_SHIFT)) | (best & 1);
  }
}

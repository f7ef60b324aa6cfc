package io.yett.dataplane.spd;

import io.yett.dataplane.sachannel.PolicyAction;
import io.yett.dataplane.sachannel.PolicySpec;
import io.yett.dpdk.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * The ordered SPD as a lane reads it: the policies one after the other in memory, and trees that
 * find the first that matches. Made by the control thread, immutable, and exchanged as a whole; its
 * memory goes when nobody refers to it any more.
 */
public final class Spd {
  /** {@link #find}: no policy matches. */
  public static final long NO_MATCH = 0;

  private static final int ACTION = 0;
  private static final int REQ_ID = 4;
  private static final int LINE = 64;
  private static final long INBOUND = 1;
  private static final int DISCARD = 0;
  private static final int PROTECT = 1;
  private static final int BYPASS = 2;

  /** Keep the memory; accessed by address. */
  private final MemorySegment policies;

  private final MemorySegment trees;
  private final PolicyTree tree;

  /** What the policies say of IPv6, or null for nothing. */
  private final Spd6 ipv6;

  /** Compiles policies that are ordered already, of either family or of both. */
  public Spd(List<PolicySpec> all) {
    List<PolicySpec> ordered = Families.ofIpv4(all);
    List<PolicySpec> ofIpv6 = Families.ofIpv6(all);
    this.ipv6 = ofIpv6.isEmpty() ? null : new Spd6(ofIpv6);
    int[] offsets = offsets(ordered);
    Arena arena = Arena.ofAuto();
    this.policies = arena.allocate((long) offsets[ordered.size()] << PolicyTree.UNIT_SHIFT, LINE);
    for (int i = 0; i < ordered.size(); i++) {
      write(policies.address() + ((long) offsets[i] << PolicyTree.UNIT_SHIFT), ordered.get(i));
    }
    RankedPolicies ranked = new RankedPolicies(ordered);
    int last = ranked.firstOfAll();
    PolicyTreeWriter writer =
        new PolicyTreeWriter(new PolicyTreeBuilder(ranked, PolicyGroups.of(ranked, last)), offsets);
    this.trees = writer.write(arena);
    this.tree =
        writer.reader(
            policies.address(),
            trees.address(),
            last < ordered.size() ? offsets[last] : PolicyTree.NONE);
  }

  private static void write(long at, PolicySpec policy) {
    Memory.putInt(at + ACTION, code(policy.action()));
    Memory.putInt(at + REQ_ID, policy.reqId());
    Selectors.write(at + PolicyTree.SELECTORS, policy.localSelectors(), policy.remoteSelectors());
  }

  /** By policy where it begins, in units, and at the end where the last one ends. */
  private static int[] offsets(List<PolicySpec> ordered) {
    int[] offsets = new int[ordered.size() + 1];
    long next = 0;
    for (int i = 0; i < ordered.size(); i++) {
      PolicySpec policy = ordered.get(i);
      next +=
          PolicyTree.SELECTORS
              + Selectors.length(policy.localSelectors(), policy.remoteSelectors());
      if (next >>> PolicyTree.UNIT_SHIFT > PolicyTree.MAX_OFFSET) {
        throw new IllegalArgumentException(
            "the policies take more than 4 GiB; merge some of their selectors");
      }
      offsets[i + 1] = (int) (next >>> PolicyTree.UNIT_SHIFT);
    }
    return offsets;
  }

  /**
   * The first policy that matches in either direction, or {@link #NO_MATCH}. Where one policy
   * matches both ways, outbound counts. Host order; ports as in {@link Selectors#match}.
   */
  public long find(int source, int destination, int protocol, int sourcePort, int destinationPort) {
    return tree.find(source, destination, protocol, sourcePort, destinationPort);
  }

  /**
   * The first policy that matches as outbound, or {@link #NO_MATCH}. For what came out of a tunnel,
   * and so is no inbound packet to any policy any more.
   */
  public long findOutbound(
      int source, int destination, int protocol, int sourcePort, int destinationPort) {
    return tree.findOutbound(source, destination, protocol, sourcePort, destinationPort);
  }

  /** {@link #find} for IPv6; halves of addresses in host order. */
  public long find(
      long sourceHigh,
      long sourceLow,
      long destinationHigh,
      long destinationLow,
      int protocol,
      int sourcePort,
      int destinationPort) {
    return ipv6 == null
        ? NO_MATCH
        : ipv6.find(
            sourceHigh,
            sourceLow,
            destinationHigh,
            destinationLow,
            protocol,
            sourcePort,
            destinationPort);
  }

  /** {@link #findOutbound} for IPv6; halves of addresses in host order. */
  public long findOutbound(
      long sourceHigh,
      long sourceLow,
      long destinationHigh,
      long destinationLow,
      int protocol,
      int sourcePort,
      int destinationPort) {
    return ipv6 == null
        ? NO_MATCH
        : ipv6.findOutbound(
            sourceHigh,
            sourceLow,
            destinationHigh,
            destinationLow,
            protocol,
            sourcePort,
            destinationPort);
  }

  public static boolean isInbound(long match) {
    return (match & INBOUND) != 0;
  }

  public static PolicyAction action(long match) {
    return switch (Memory.getInt((match & ~INBOUND) + ACTION)) {
      case PROTECT -> PolicyAction.PROTECT;
      case BYPASS -> PolicyAction.BYPASS;
      default -> PolicyAction.DISCARD;
    };
  }

  private static int code(PolicyAction action) {
    return switch (action) {
      case PROTECT -> PROTECT;
      case BYPASS -> BYPASS;
      case DISCARD -> DISCARD;
    };
  }

  public static int reqId(long match) {
    return Memory.getInt((match & ~INBOUND) + REQ_ID);
  }

  /** Octets of the compiled policies and their trees. */
  public long bytes() {
    return policies.byteSize() + trees.byteSize() + (ipv6 == null ? 0 : ipv6.bytes());
  }
}

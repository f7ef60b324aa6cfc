package io.yett.dataplane.spd;

import io.yett.dataplane.sachannel.PolicyAction;
import io.yett.dataplane.sachannel.PolicySpec;
import io.yett.dpdk.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * The ordered SPD as a lane reads it: policies one after the other in memory, searched from the
 * first. Made by the control thread, immutable, and exchanged as a whole; its memory goes when
 * nobody refers to it any more.
 */
public final class Spd {
  /** {@link #find}: no policy matches. */
  public static final long NO_MATCH = 0;

  private static final int ACTION = 0;
  private static final int REQ_ID = 4;
  private static final int SELECTORS = 8;
  private static final long INBOUND = 1;
  private static final int DISCARD = 0;
  private static final int PROTECT = 1;
  private static final int BYPASS = 2;

  /** Keeps the memory; accessed by address. */
  private final MemorySegment memory;

  private final long base;
  private final long end;

  /** Compiles policies that are ordered already. They must be IPv4. */
  public Spd(List<PolicySpec> ordered) {
    long bytes = 0;
    for (PolicySpec policy : ordered) {
      bytes += SELECTORS + Selectors.length(policy.localSelectors(), policy.remoteSelectors());
    }
    this.memory = Arena.ofAuto().allocate(Math.max(bytes, 8), 64);
    this.base = memory.address();
    long next = base;
    for (PolicySpec policy : ordered) {
      Memory.putInt(next + ACTION, code(policy.action()));
      Memory.putInt(next + REQ_ID, policy.reqId());
      Selectors.write(next + SELECTORS, policy.localSelectors(), policy.remoteSelectors());
      next += SELECTORS + Selectors.length(policy.localSelectors(), policy.remoteSelectors());
    }
    this.end = next;
  }

  /**
   * The first policy that matches in either direction, or {@link #NO_MATCH}. Where one policy
   * matches both ways, outbound counts. Host order; ports as in {@link Selectors#match}.
   */
  public long find(int source, int destination, int protocol, int sourcePort, int destinationPort) {
    for (long at = base; at < end; at += SELECTORS + Selectors.length(at + SELECTORS)) {
      long selectors = at + SELECTORS;
      if (Selectors.match(selectors, source, destination, protocol, sourcePort, destinationPort)) {
        return at;
      }
      if (Selectors.match(selectors, destination, source, protocol, destinationPort, sourcePort)) {
        return at | INBOUND;
      }
    }
    return NO_MATCH;
  }

  /**
   * The first policy that matches as outbound, or {@link #NO_MATCH}. For what came out of a tunnel,
   * and so is no inbound packet to any policy any more.
   */
  public long findOutbound(
      int source, int destination, int protocol, int sourcePort, int destinationPort) {
    for (long at = base; at < end; at += SELECTORS + Selectors.length(at + SELECTORS)) {
      if (Selectors.match(
          at + SELECTORS, source, destination, protocol, sourcePort, destinationPort)) {
        return at;
      }
    }
    return NO_MATCH;
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

  /** Octets of the compiled policies. */
  public long bytes() {
    return memory.byteSize();
  }
}

package io.yett.dataplane.spd;

import io.yett.dataplane.sachannel.TrafficSelector;
import io.yett.dpdk.Memory;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The IPv6 selectors of an SA, compiled: what {@link Selectors} is for IPv4. Off-heap, behind the
 * IPv4 ones: the two counts, then 40 octets for each selector. Immutable once written.
 */
public final class Selectors6 {
  private static final int HEADER = 8;
  private static final int SELECTOR = 40;
  private static final int START_LOW = 8;
  private static final int END = 16;
  private static final int END_LOW = 24;
  private static final int START_PORT = 32;
  private static final int END_PORT = 34;
  private static final int PROTOCOL = 36;

  private Selectors6() {}

  /** Octets that the compiled form needs. */
  static int length(List<TrafficSelector> local, List<TrafficSelector> remote) {
    return HEADER + (local.size() + remote.size()) * SELECTOR;
  }

  /** Writes the compiled form. */
  static void write(long address, List<TrafficSelector> local, List<TrafficSelector> remote) {
    Memory.putInt(address, local.size());
    Memory.putInt(address + 4, remote.size());
    long next = address + HEADER;
    for (TrafficSelector selector : local) {
      write(next, selector);
      next += SELECTOR;
    }
    for (TrafficSelector selector : remote) {
      write(next, selector);
      next += SELECTOR;
    }
  }

  /**
   * True if a packet matches.
   *
   * @param selectors address of an SA's compiled selectors: the IPv4 ones, behind which these are
   * @param localHigh halves of addresses are in host order; protocol and ports as in {@link
   *     Selectors#match}
   */
  public static boolean match(
      long selectors,
      long localHigh,
      long localLow,
      long remoteHigh,
      long remoteLow,
      int protocol,
      int localPort,
      int remotePort) {
    long address = selectors + Selectors.length(selectors);
    int locals = Memory.getInt(address);
    int remotes = Memory.getInt(address + 4);
    long first = address + HEADER;
    return matchAny(first, locals, localHigh, localLow, protocol, localPort)
        && matchAny(
            first + (long) locals * SELECTOR, remotes, remoteHigh, remoteLow, protocol, remotePort);
  }

  private static boolean matchAny(
      long first, int count, long high, long low, int protocol, int port) {
    long end = first + (long) count * SELECTOR;
    for (long at = first; at < end; at += SELECTOR) {
      int selected = Memory.getInt(at + PROTOCOL);
      if (!isBefore(high, low, at)
          && !isBehind(high, low, at)
          && (selected == 0 || selected == protocol)
          && Selectors.matchPort(Memory.getInt(at + START_PORT), port)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isBefore(long high, long low, long at) {
    int order = Long.compareUnsigned(high, Memory.getLong(at));
    return order < 0
        || (order == 0 && Long.compareUnsigned(low, Memory.getLong(at + START_LOW)) < 0);
  }

  private static boolean isBehind(long high, long low, long at) {
    int order = Long.compareUnsigned(high, Memory.getLong(at + END));
    return order > 0 || (order == 0 && Long.compareUnsigned(low, Memory.getLong(at + END_LOW)) > 0);
  }

  private static void write(long address, TrafficSelector selector) {
    writeAddress(address, selector.startAddress());
    writeAddress(address + END, selector.endAddress());
    Memory.putShort(address + START_PORT, (short) selector.startPort());
    Memory.putShort(address + END_PORT, (short) selector.endPort());
    Memory.putInt(address + PROTOCOL, selector.protocol());
  }

  private static void writeAddress(long at, InetAddress address) {
    ByteBuffer octets = ByteBuffer.wrap(address.getAddress());
    Memory.putLong(at, octets.getLong(0));
    Memory.putLong(at + Long.BYTES, octets.getLong(Long.BYTES));
  }
}

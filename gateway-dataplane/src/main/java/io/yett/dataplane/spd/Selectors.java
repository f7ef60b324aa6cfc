package io.yett.dataplane.spd;

import io.yett.dataplane.sachannel.TrafficSelector;
import io.yett.dpdk.Memory;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Local and remote traffic selectors, compiled: a packet matches if its local end is in one of the
 * local selectors and its remote end in one of the remote ones (RFC 4301 §4.4.1.1, RFC 7296 §2.9).
 * Off-heap: the two counts, then 16 octets for each selector. Immutable once written.
 */
public final class Selectors {
  /** A packet without ports: a fragment, or a protocol that has none. */
  public static final int NO_PORTS = -1;

  private static final int HEADER = 8;
  private static final int SELECTOR = 16;
  private static final int START = 0;
  private static final int END = 4;
  private static final int START_PORT = 8;
  private static final int END_PORT = 10;
  private static final int PROTOCOL = 12;
  private static final int ANY_PORT = 0xFFFF_0000;
  private static final int OPAQUE = 0x0000_FFFF;

  private Selectors() {}

  /** Octets that the compiled form needs. */
  public static int length(List<TrafficSelector> local, List<TrafficSelector> remote) {
    return HEADER + (local.size() + remote.size()) * SELECTOR;
  }

  /** True if all are IPv4, which is what this version compiles. */
  public static boolean areIpv4(List<TrafficSelector> selectors) {
    return selectors.stream().allMatch(s -> s.startAddress().getAddress().length == 4);
  }

  /** Writes the compiled form. */
  public static void write(
      long address, List<TrafficSelector> local, List<TrafficSelector> remote) {
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

  /** Octets of a compiled form. */
  public static int length(long address) {
    return HEADER + (Memory.getInt(address) + Memory.getInt(address + 4)) * SELECTOR;
  }

  /**
   * True if a packet matches. Addresses and ports are in host order; for ICMP both ports are type *
   * 256 + code.
   */
  public static boolean match(
      long address, int local, int remote, int protocol, int localPort, int remotePort) {
    int locals = Memory.getInt(address);
    int remotes = Memory.getInt(address + 4);
    long first = address + HEADER;
    return matchAny(first, locals, local, protocol, localPort)
        && matchAny(first + (long) locals * SELECTOR, remotes, remote, protocol, remotePort);
  }

  private static boolean matchAny(long first, int count, int ip, int protocol, int port) {
    long end = first + (long) count * SELECTOR;
    for (long at = first; at < end; at += SELECTOR) {
      // Unsigned start <= ip <= end, as one comparison of distances.
      int start = Memory.getInt(at + START);
      if (Integer.compareUnsigned(ip - start, Memory.getInt(at + END) - start) <= 0
          && matchProtocol(Memory.getInt(at + PROTOCOL), protocol)
          && matchPort(at, port)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matchProtocol(int selector, int protocol) {
    return selector == 0 || selector == protocol;
  }

  private static boolean matchPort(long at, int port) {
    int range = Memory.getInt(at + START_PORT);
    if (range == ANY_PORT) {
      return true;
    }
    if (range == OPAQUE) {
      return port == NO_PORTS;
    }
    return port != NO_PORTS && port >= (range & 0xFFFF) && port <= range >>> 16;
  }

  private static void write(long address, TrafficSelector selector) {
    Memory.putInt(address + START, hostOrder(selector.startAddress().getAddress()));
    Memory.putInt(address + END, hostOrder(selector.endAddress().getAddress()));
    Memory.putShort(address + START_PORT, (short) selector.startPort());
    Memory.putShort(address + END_PORT, (short) selector.endPort());
    Memory.putInt(address + PROTOCOL, selector.protocol());
  }

  private static int hostOrder(byte[] address) {
    return ByteBuffer.wrap(address).getInt();
  }
}

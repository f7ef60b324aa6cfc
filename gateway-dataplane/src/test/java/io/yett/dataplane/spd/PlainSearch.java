package io.yett.dataplane.spd;

import io.yett.dataplane.sachannel.PolicySpec;
import io.yett.dataplane.sachannel.TrafficSelector;
import java.nio.ByteBuffer;
import java.util.List;

/** RFC 4301 section 4.4.1 word for word: the policies in order, one after the other. */
final class PlainSearch {
  /** No policy. */
  static final int NONE = -1;

  private final List<PolicySpec> policies;
  private final List<List<Range>> local;
  private final List<List<Range>> remote;

  /** A selector; ports -1 for a packet without ports are in none but all. */
  private record Range(long start, long end, int protocol, int firstPort, int lastPort) {
    boolean has(int address, int packetProtocol, int port) {
      long number = address & 0xFFFF_FFFFL;
      return number >= start
          && number <= end
          && (protocol == 0 || protocol == packetProtocol)
          && hasPort(port);
    }

    /** The two that a range cannot say: any, with ports or not; and OPAQUE, without alone. */
    private boolean hasPort(int port) {
      if (firstPort == 0 && lastPort == 65_535) {
        return true;
      }
      if (firstPort == 65_535 && lastPort == 0) {
        return port < 0;
      }
      return port >= firstPort && port <= lastPort;
    }
  }

  PlainSearch(List<PolicySpec> policies) {
    this.policies = policies;
    this.local = policies.stream().map(p -> ranges(p.localSelectors())).toList();
    this.remote = policies.stream().map(p -> ranges(p.remoteSelectors())).toList();
  }

  private static List<Range> ranges(List<TrafficSelector> selectors) {
    return selectors.stream()
        .map(s ->
            new Range(
                ByteBuffer.wrap(s.startAddress().getAddress()).getInt() & 0xFFFF_FFFFL,
                ByteBuffer.wrap(s.endAddress().getAddress()).getInt() & 0xFFFF_FFFFL,
                s.protocol(),
                s.startPort(),
                s.endPort()))
        .toList();
  }

  /** Index of the first policy that matches either way, times two, plus one if inbound. */
  int find(Tuple tuple) {
    for (int i = 0; i < policies.size(); i++) {
      if (isOutbound(i, tuple)) {
        return 2 * i;
      }
      if (has(remote.get(i), tuple.source(), tuple.protocol(), tuple.sourcePort())
          && has(local.get(i), tuple.destination(), tuple.protocol(), tuple.destinationPort())) {
        return 2 * i + 1;
      }
    }
    return NONE;
  }

  /** Index of the first policy that matches as outbound, times two. */
  int findOutbound(Tuple tuple) {
    for (int i = 0; i < policies.size(); i++) {
      if (isOutbound(i, tuple)) {
        return 2 * i;
      }
    }
    return NONE;
  }

  private boolean isOutbound(int policy, Tuple tuple) {
    return has(local.get(policy), tuple.source(), tuple.protocol(), tuple.sourcePort())
        && has(remote.get(policy), tuple.destination(), tuple.protocol(), tuple.destinationPort());
  }

  private static boolean has(List<Range> ranges, int address, int protocol, int port) {
    for (Range range : ranges) {
      if (range.has(address, protocol, port)) {
        return true;
      }
    }
    return false;
  }
}

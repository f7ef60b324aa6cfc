package io.yett.dataplane.spd;

import io.yett.dataplane.sachannel.PolicySpec;
import io.yett.dataplane.sachannel.TrafficSelector;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;

/**
 * What a search is given.
 *
 * @param sourcePort -1 without ports
 */
record Tuple(int source, int destination, int protocol, int sourcePort, int destinationPort) {
  private static final int[] PROTOCOLS = {1, 6, 17, 47, 0, 255};

  /** A packet of a policy, one way or the other. */
  static Tuple inside(List<PolicySpec> policies, Random random) {
    PolicySpec policy = policies.get(random.nextInt(policies.size()));
    TrafficSelector local = any(policy.localSelectors(), random);
    TrafficSelector remote = any(policy.remoteSelectors(), random);
    return of(
        random,
        between(number(local.startAddress()), number(local.endAddress()), random),
        between(number(remote.startAddress()), number(remote.endAddress()), random),
        Math.max(local.protocol(), remote.protocol()),
        port(local, random),
        port(remote, random));
  }

  /** A packet at, or one beside, the edges of selectors: any of one policy, or of several. */
  static Tuple atEdges(List<PolicySpec> policies, Random random) {
    PolicySpec policy = policies.get(random.nextInt(policies.size()));
    PolicySpec other =
        random.nextInt(3) > 0 ? policy : policies.get(random.nextInt(policies.size()));
    TrafficSelector local = any(policy.localSelectors(), random);
    TrafficSelector remote = any(other.remoteSelectors(), random);
    return of(
        random,
        edge(number(local.startAddress()), number(local.endAddress()), random),
        edge(number(remote.startAddress()), number(remote.endAddress()), random),
        Math.max(local.protocol(), remote.protocol()),
        (int) edge(local.startPort(), local.endPort(), random) & 0xFFFF,
        (int) edge(remote.startPort(), remote.endPort(), random) & 0xFFFF);
  }

  /** Any packet. */
  static Tuple random(Random random) {
    return of(
        random,
        random.nextInt(),
        random.nextInt(),
        0,
        random.nextInt(65_536),
        random.nextInt(65_536));
  }

  private static Tuple of(
      Random random, long local, long remote, int protocol, int localPort, int remotePort) {
    int number =
        protocol == 0 || random.nextInt(8) == 0
            ? PROTOCOLS[random.nextInt(PROTOCOLS.length)]
            : protocol;
    boolean ports =
        random.nextInt(6) > 0
            && localPort != Selectors.NO_PORTS
            && remotePort != Selectors.NO_PORTS;
    int first = ports ? localPort : Selectors.NO_PORTS;
    int second = !ports ? Selectors.NO_PORTS : number == 1 ? localPort : remotePort;
    return random.nextBoolean()
        ? new Tuple((int) local, (int) remote, number, first, second)
        : new Tuple((int) remote, (int) local, number, second, first);
  }

  private static TrafficSelector any(List<TrafficSelector> selectors, Random random) {
    return selectors.get(random.nextInt(selectors.size()));
  }

  /** A port that a selector takes in; a packet shows both or none, so OPAQUE is for both. */
  private static int port(TrafficSelector selector, Random random) {
    return selector.isOpaque()
        ? Selectors.NO_PORTS
        : (int) between(selector.startPort(), selector.endPort(), random);
  }

  private static long between(long start, long end, Random random) {
    return start + random.nextLong(end - start + 1);
  }

  private static long edge(long start, long end, Random random) {
    return (random.nextBoolean() ? start : end) - 1 + random.nextInt(3);
  }

  private static long number(InetAddress address) {
    return ByteBuffer.wrap(address.getAddress()).getInt() & 0xFFFF_FFFFL;
  }
}

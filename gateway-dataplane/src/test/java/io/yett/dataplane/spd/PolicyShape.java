package io.yett.dataplane.spd;

import io.yett.dataplane.sachannel.PolicyAction;
import io.yett.dataplane.sachannel.PolicySpec;
import io.yett.dataplane.sachannel.TrafficSelector;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Sets of policies, as gateways have them and as nobody should. */
enum PolicyShape {
  /** One local prefix, and a remote one for each site. */
  SITES {
    @Override
    void add(Adder to, int count, Random random) {
      for (int remote : prefixes(count, 24, random)) {
        to.add(List.of(net(0x0A000000, 16)), List.of(net(remote, 24)));
      }
    }
  },
  /** Many local prefixes; IKE passes before all, and nothing passes after. */
  BRANCHES {
    @Override
    void add(Adder to, int count, Random random) {
      to.add(List.of(port(ANY, 17, 500)), List.of(port(ANY, 17, 500)));
      for (int remote : prefixes(count, 24, random)) {
        int local = 0x0A000000 | random.nextInt(1024) << 8;
        to.add(List.of(net(local, 24)), List.of(net(remote, 24)));
      }
      to.add(List.of(ANY), List.of(ANY));
    }
  },
  /** Hosts that everything goes to through tunnels: remote access. */
  HOSTS {
    @Override
    void add(Adder to, int count, Random random) {
      for (int remote : prefixes(count, 32, random)) {
        to.add(List.of(ANY), List.of(net(remote, 32)));
      }
      to.add(List.of(ANY), List.of(ANY));
    }
  },
  /** Hosts reached from anywhere, and subnets that may go anywhere: wide on different axes. */
  CROSSED {
    @Override
    void add(Adder to, int count, Random random) {
      for (int remote : prefixes(count, 32, random)) {
        if (random.nextInt(20) == 0) {
          to.add(List.of(net(0x0A000000 | random.nextInt(1 << 24), 20)), List.of(ANY));
        } else {
          to.add(List.of(ANY), List.of(net(remote, 32)));
        }
      }
    }
  },
  /** Four policies for each site, by protocol and port. */
  SERVICES {
    @Override
    void add(Adder to, int count, Random random) {
      for (int remote : prefixes(count / 4 + 1, 24, random)) {
        List<TrafficSelector> local = List.of(net(0x0A000000 | random.nextInt(64) << 16, 16));
        TrafficSelector site = net(remote, 24);
        int first = 5000 + random.nextInt(100);
        to.add(local, List.of(port(site, 6, 443)));
        to.add(local, List.of(ports(site, 17, first, first + 500)));
        to.add(local, List.of(ports(site, 1, 0x800, 0x8FF)));
        to.add(local, List.of(ports(site, 0, 0xFFFF, 0)));
        to.add(local, List.of(site));
      }
    }
  },
  /** Two local and three remote selectors each. */
  SELECTORS {
    @Override
    void add(Adder to, int count, Random random) {
      int[] remotes = prefixes(3 * count, 24, random);
      for (int i = 0; i < count; i++) {
        to.add(
            List.of(
                net(0x0A000000 | random.nextInt(128) << 16, 24),
                net(0x0A800000 | random.nextInt(128) << 16, 24)),
            List.of(
                net(remotes[3 * i], 24), net(remotes[3 * i + 1], 24), net(remotes[3 * i + 2], 24)));
      }
      to.add(List.of(ANY), List.of(ANY));
    }
  },
  /** Prefixes of every length on both sides, which overlap. */
  OVERLAPPING {
    @Override
    void add(Adder to, int count, Random random) {
      for (int i = 0; i < count; i++) {
        to.add(
            List.of(net(0x0A000000 | random.nextInt(1 << 24), 8 + random.nextInt(17))),
            List.of(net(0x20000000 | random.nextInt(1 << 29), 10 + random.nextInt(20))));
      }
      to.add(List.of(ANY), List.of(ANY));
    }
  },
  /** The same addresses everywhere, and short ranges of ports. */
  PORTS {
    @Override
    void add(Adder to, int count, Random random) {
      for (int i = 0; i < count; i++) {
        int local = random.nextInt(65_000);
        int remote = random.nextInt(65_000);
        to.add(
            List.of(ports(net(0x0A000000, 8), 6, local, local + random.nextInt(50))),
            List.of(ports(net(0x14000000, 8), 6, remote, remote + random.nextInt(50))));
      }
    }
  },
  /** One local port of any address, or one remote port. */
  STRIPES {
    @Override
    void add(Adder to, int count, Random random) {
      for (int i = 0; i < count; i++) {
        List<TrafficSelector> stripe = List.of(port(ANY, 6, random.nextInt(65_536)));
        if (i % 2 == 0) {
          to.add(stripe, List.of(ANY));
        } else {
          to.add(List.of(ANY), stripe);
        }
      }
    }
  },
  /** Each contains those before it. */
  NESTED {
    @Override
    void add(Adder to, int count, Random random) {
      for (int i = 0; i < count; i++) {
        to.add(
            List.of(range(0, 0, 0xFFFF, 0x0A100000 - i, 0x0A100000 + i)),
            List.of(range(0, 0, 0xFFFF, 0x14100000 - i, 0x14100000 + i)));
      }
    }
  },
  /** Everything at random, within few numbers, so that edges meet; both sides may be the same. */
  CROWDED {
    @Override
    void add(Adder to, int count, Random random) {
      for (int i = 0; i < count; i++) {
        to.add(crowd(random), crowd(random));
      }
    }

    private List<TrafficSelector> crowd(Random random) {
      List<TrafficSelector> selectors = new ArrayList<>();
      int protocol = new int[] {0, 1, 6, 17}[random.nextInt(4)];
      for (int i = 0, n = 1 + random.nextInt(4); i < n; i++) {
        int start = random.nextInt(16);
        int port = random.nextInt(8);
        int kind = random.nextInt(6); // any port three times, OPAQUE once
        selectors.add(
            range(
                protocol,
                kind < 3 ? 0 : kind == 3 ? 0xFFFF : port,
                kind < 3 ? 0xFFFF : kind == 3 ? 0 : port + random.nextInt(8 - port),
                0x0A000000 + start,
                0x0A000000 + start + random.nextInt(16 - start)));
      }
      return selectors;
    }
  },
  /** Ranges at random over everything. */
  BOXES {
    @Override
    void add(Adder to, int count, Random random) {
      for (int i = 0; i < count; i++) {
        int protocol = random.nextInt(3) == 0 ? 0 : random.nextInt(256);
        to.add(List.of(box(protocol, random)), List.of(box(protocol, random)));
      }
    }

    private TrafficSelector box(int protocol, Random random) {
      int a = random.nextInt();
      int b = random.nextInt();
      int c = random.nextInt(65_536);
      int d = random.nextInt(65_536);
      boolean ordered = Integer.compareUnsigned(a, b) < 0;
      return range(protocol, Math.min(c, d), Math.max(c, d), ordered ? a : b, ordered ? b : a);
    }
  };

  static final TrafficSelector ANY = net(0, 0);

  /** Collects policies in order. All are PROTECT, so that their reqIds tell them apart. */
  static final class Adder {
    private final List<PolicySpec> policies = new ArrayList<>();

    List<PolicySpec> policies() {
      return policies;
    }

    void add(List<TrafficSelector> local, List<TrafficSelector> remote) {
      int number = policies.size() + 1;
      policies.add(
          new PolicySpec("p" + number, number, PolicyAction.PROTECT, number, local, remote));
    }
  }

  abstract void add(Adder to, int count, Random random);

  /** About so many policies in order; each has its place, from 1, as reqId. */
  List<PolicySpec> policies(int count, Random random) {
    Adder adder = new Adder();
    add(adder, count, random);
    return adder.policies;
  }

  /** Different prefixes of 32.0.0.0/3. */
  static int[] prefixes(int count, int length, Random random) {
    Set<Integer> prefixes = new LinkedHashSet<>();
    while (prefixes.size() < count) {
      prefixes.add((0x20000000 | random.nextInt(1 << 29)) & -1 << (32 - length));
    }
    return prefixes.stream().mapToInt(Integer::intValue).toArray();
  }

  static TrafficSelector net(int address, int length) {
    int mask = length == 0 ? 0 : -1 << (32 - length);
    return range(0, 0, 0xFFFF, address & mask, address | ~mask);
  }

  static TrafficSelector port(TrafficSelector addresses, int protocol, int port) {
    return ports(addresses, protocol, port, port);
  }

  static TrafficSelector ports(TrafficSelector addresses, int protocol, int first, int last) {
    return new TrafficSelector(
        protocol, first, last, addresses.startAddress(), addresses.endAddress());
  }

  static TrafficSelector range(int protocol, int firstPort, int lastPort, int start, int end) {
    return new TrafficSelector(protocol, firstPort, lastPort, address(start), address(end));
  }

  private static InetAddress address(int number) {
    try {
      return InetAddress.getByAddress(ByteBuffer.allocate(4).putInt(number).array());
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }
}

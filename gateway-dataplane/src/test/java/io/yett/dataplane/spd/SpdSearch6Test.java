package io.yett.dataplane.spd;

import static org.assertj.core.api.Assertions.assertThat;

import io.yett.dataplane.sachannel.PolicyAction;
import io.yett.dataplane.sachannel.PolicySpec;
import io.yett.dataplane.sachannel.TrafficSelector;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The SPD finds for IPv6 what a search of the list finds that knows addresses as whole numbers of
 * any size, and nothing else; and policies of both families are two.
 */
class SpdSearch6Test {
  private static final int[] SIZES = {1, 2, 3, 12, 40, 200};
  private static final int PACKETS = 1_500;
  private static final BigInteger LAST = BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE);

  private record Packet(
      BigInteger source,
      BigInteger destination,
      int protocol,
      int sourcePort,
      int destinationPort) {
    Packet reversed() {
      return new Packet(destination, source, protocol, destinationPort, sourcePort);
    }
  }

  /** The shapes of IPv4 policies, stretched over IPv6 in ways that move their edges about. */
  private enum Stretch {
    /** In the low bits, so that they share a prefix. */
    LOW {
      @Override
      BigInteger at(int address) {
        return PREFIX.or(unsigned(address));
      }
    },
    /** In the high bits. */
    HIGH {
      @Override
      BigInteger at(int address) {
        return unsigned(address).shiftLeft(96);
      }
    },
    /** Across the middle, where the halves of an address meet. */
    MIDDLE {
      @Override
      BigInteger at(int address) {
        return unsigned(address).shiftLeft(48);
      }
    };

    private static final BigInteger PREFIX = new BigInteger("20010db8000000000000000000000000", 16);

    abstract BigInteger at(int address);

    /** The last address that still belongs to one: those between it and the next are its own. */
    BigInteger lastAt(int address) {
      return address == -1 && this == HIGH
          ? LAST
          : at(address).add(at(1)).subtract(at(0)).subtract(BigInteger.ONE);
    }
  }

  @ParameterizedTest
  @EnumSource(PolicyShape.class)
  void equalsAPlainSearch(PolicyShape shape) {
    int matches = 0;
    for (Stretch stretch : Stretch.values()) {
      for (int size : SIZES) {
        Random random = new Random(17L * size);
        List<PolicySpec> policies = stretched(shape.policies(size, random), stretch);
        matches += compare(policies, random, shape + " " + stretch + " of " + size);
      }
    }
    assertThat(matches).isGreaterThan(SIZES.length * Stretch.values().length * PACKETS / 4);
  }

  @Test
  void aPolicyOfBothFamiliesIsTwoAtOnePlace() {
    Random random = new Random(3);
    List<PolicySpec> four = PolicyShape.CROWDED.policies(40, random);
    List<PolicySpec> six = stretched(PolicyShape.CROWDED.policies(40, random), Stretch.MIDDLE);
    List<PolicySpec> both = new ArrayList<>();
    for (int i = 0; i < four.size(); i++) {
      both.add(
          new PolicySpec(
              "p" + i,
              i,
              PolicyAction.PROTECT,
              i + 1,
              joined(four.get(i).localSelectors(), six.get(i).localSelectors()),
              joined(six.get(i).remoteSelectors(), four.get(i).remoteSelectors())));
    }
    Spd spd = new Spd(both);
    Spd onlyFour = new Spd(four);
    Spd onlySix = new Spd(six);
    for (int i = 0; i < PACKETS; i++) {
      Tuple tuple = Tuple.atEdges(four, random);
      assertThat(Found.of(find(spd, tuple))).isEqualTo(Found.of(find(onlyFour, tuple)));
      Packet packet = packet(six, random);
      assertThat(Found.of(find(spd, packet))).isEqualTo(Found.of(find(onlySix, packet)));
    }
  }

  @Test
  void policiesOfOneFamilySayNothingOfTheOther() {
    TrafficSelector four = PolicyShape.ANY;
    TrafficSelector six =
        new TrafficSelector(0, 0, 65_535, address(BigInteger.ZERO), address(LAST));
    Spd mixed =
        new Spd(
            List.of(
                new PolicySpec("a", 0, PolicyAction.PROTECT, 1, List.of(four), List.of(six)),
                new PolicySpec("b", 1, PolicyAction.PROTECT, 2, List.of(four), List.of(four))));
    Packet packet = new Packet(BigInteger.ONE, LAST, 6, 1, 2);
    assertThat(find(mixed, packet)).isEqualTo(Spd.NO_MATCH);
    assertThat(Spd.reqId(mixed.find(1, 2, 6, 1, 2))).isEqualTo(2);
    Spd anything = new Spd(List.of(policy(1, List.of(six), List.of(six))));
    assertThat(Spd.reqId(find(anything, packet))).isEqualTo(1);
    assertThat(anything.find(1, 2, 6, 1, 2)).isEqualTo(Spd.NO_MATCH);
  }

  /** What an SA's own selectors say is what the SPD says of a policy that has the same. */
  @ParameterizedTest
  @EnumSource(PolicyShape.class)
  void selectorsOfAnSaEqualThoseOfAPolicy(PolicyShape shape) {
    Random random = new Random(9);
    long memory = io.yett.dpdk.Memory.allocate(1 << 16);
    for (Stretch stretch : Stretch.values()) {
      List<PolicySpec> six = stretched(shape.policies(4, random), stretch);
      PolicySpec policy = six.getFirst();
      List<TrafficSelector> local = joined(List.of(PolicyShape.ANY), policy.localSelectors());
      List<TrafficSelector> remote = joined(policy.remoteSelectors(), List.of(PolicyShape.ANY));
      Selectors.writeBoth(memory, local, remote);
      for (int j = 0; j < 200; j++) {
        Packet packet = packet(six, random);
        boolean matches =
            Selectors6.match(
                memory,
                high(packet.source),
                low(packet.source),
                high(packet.destination),
                low(packet.destination),
                packet.protocol,
                packet.sourcePort,
                packet.destinationPort);
        assertThat(matches).as("%s", packet).isEqualTo(isOutbound(policy, packet));
      }
    }
  }

  private record Found(int reqId, boolean inbound) {
    static Found of(long match) {
      return match == Spd.NO_MATCH ? null : new Found(Spd.reqId(match), Spd.isInbound(match));
    }
  }

  private static int compare(List<PolicySpec> policies, Random random, String what) {
    Spd spd = new Spd(policies);
    int matches = 0;
    for (int i = 0; i < PACKETS; i++) {
      Packet packet = packet(policies, random);
      Found expected = plainSearch(policies, packet, true);
      matches += expected == null ? 0 : 1;
      assertThat(Found.of(find(spd, packet))).as("%s: %s", what, packet).isEqualTo(expected);
      long outbound =
          spd.findOutbound(
              high(packet.source),
              low(packet.source),
              high(packet.destination),
              low(packet.destination),
              packet.protocol,
              packet.sourcePort,
              packet.destinationPort);
      assertThat(Found.of(outbound))
          .as("out %s: %s", what, packet)
          .isEqualTo(plainSearch(policies, packet, false));
    }
    return matches;
  }

  private static Found plainSearch(List<PolicySpec> policies, Packet packet, boolean bothWays) {
    for (PolicySpec policy : policies) {
      if (isOutbound(policy, packet)) {
        return new Found(policy.reqId(), false);
      }
      if (bothWays && isOutbound(policy, packet.reversed())) {
        return new Found(policy.reqId(), true);
      }
    }
    return null;
  }

  private static boolean isOutbound(PolicySpec policy, Packet p) {
    return has(policy.localSelectors(), p.source, p.protocol, p.sourcePort)
        && has(policy.remoteSelectors(), p.destination, p.protocol, p.destinationPort);
  }

  private static boolean has(
      List<TrafficSelector> all, BigInteger address, int protocol, int port) {
    return all.stream()
        .anyMatch(s ->
            address.compareTo(number(s.startAddress())) >= 0
                && address.compareTo(number(s.endAddress())) <= 0
                && (s.protocol() == 0 || s.protocol() == protocol)
                && hasPort(s.startPort(), s.endPort(), port));
  }

  /** The two that a range cannot say: any, with ports or not; and OPAQUE, without alone. */
  private static boolean hasPort(int first, int last, int port) {
    if (first == 0 && last == 65_535) {
      return true;
    }
    if (first == 65_535 && last == 0) {
      return port < 0;
    }
    return port >= first && port <= last;
  }

  private static long find(Spd spd, Packet p) {
    return spd.find(
        high(p.source),
        low(p.source),
        high(p.destination),
        low(p.destination),
        p.protocol,
        p.sourcePort,
        p.destinationPort);
  }

  private static long find(Spd spd, Tuple t) {
    return spd.find(t.source(), t.destination(), t.protocol(), t.sourcePort(), t.destinationPort());
  }

  /** At, beside or between the edges of selectors of one policy, or of two. */
  private static Packet packet(List<PolicySpec> policies, Random random) {
    PolicySpec policy = policies.get(random.nextInt(policies.size()));
    PolicySpec other =
        random.nextInt(3) > 0 ? policy : policies.get(random.nextInt(policies.size()));
    TrafficSelector local =
        policy.localSelectors().get(random.nextInt(policy.localSelectors().size()));
    TrafficSelector remote =
        other.remoteSelectors().get(random.nextInt(other.remoteSelectors().size()));
    int protocol = Math.max(local.protocol(), remote.protocol());
    boolean ports = random.nextInt(6) > 0;
    Packet packet =
        new Packet(
            address(local, random),
            address(remote, random),
            protocol == 0 || random.nextInt(8) == 0 ? random.nextInt(256) : protocol,
            ports ? port(local, random) : Selectors.NO_PORTS,
            ports ? port(remote, random) : Selectors.NO_PORTS);
    return random.nextBoolean() ? packet : packet.reversed();
  }

  private static BigInteger address(TrafficSelector selector, Random random) {
    BigInteger start = number(selector.startAddress());
    BigInteger end = number(selector.endAddress());
    BigInteger chosen =
        switch (random.nextInt(4)) {
          case 0 -> start.add(BigInteger.valueOf(random.nextInt(3) - 1L));
          case 1 -> end.add(BigInteger.valueOf(random.nextInt(3) - 1L));
          case 2 -> start.add(end).shiftRight(1);
          default ->
              start.add(new BigInteger(128, random).mod(end.subtract(start).add(BigInteger.ONE)));
        };
    return chosen.and(LAST);
  }

  private static int port(TrafficSelector selector, Random random) {
    int at = random.nextBoolean() ? selector.startPort() : selector.endPort();
    return random.nextInt(3) > 0 ? at : at + random.nextInt(3) - 1 & 0xFFFF;
  }

  private static List<PolicySpec> stretched(List<PolicySpec> policies, Stretch stretch) {
    return policies.stream()
        .map(p ->
            policy(
                p.reqId(),
                p.localSelectors().stream().map(s -> stretched(s, stretch)).toList(),
                p.remoteSelectors().stream().map(s -> stretched(s, stretch)).toList()))
        .toList();
  }

  private static TrafficSelector stretched(TrafficSelector s, Stretch stretch) {
    boolean any = s.startAddress().equals(PolicyShape.ANY.startAddress());
    any &= s.endAddress().equals(PolicyShape.ANY.endAddress());
    BigInteger start = stretch.at(number(s.startAddress()).intValue());
    BigInteger end = stretch.lastAt(number(s.endAddress()).intValue());
    return new TrafficSelector(
        s.protocol(),
        s.startPort(),
        s.endPort(),
        address(any ? BigInteger.ZERO : start),
        address(any ? LAST : end));
  }

  private static PolicySpec policy(
      int number, List<TrafficSelector> local, List<TrafficSelector> remote) {
    return new PolicySpec("p" + number, number, PolicyAction.PROTECT, number, local, remote);
  }

  private static <T> List<T> joined(List<T> first, List<T> second) {
    List<T> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  private static BigInteger unsigned(int number) {
    return BigInteger.valueOf(number & 0xFFFF_FFFFL);
  }

  private static BigInteger number(InetAddress address) {
    return new BigInteger(1, address.getAddress());
  }

  private static long high(BigInteger address) {
    return address.shiftRight(64).longValue();
  }

  private static long low(BigInteger address) {
    return address.longValue();
  }

  /** Always of 16 octets, also where Java would make an IPv4 address of them. */
  private static InetAddress address(BigInteger number) {
    byte[] octets = new byte[16];
    for (int i = 0; i < octets.length; i++) {
      octets[i] = number.shiftRight(8 * (octets.length - 1 - i)).byteValue();
    }
    try {
      return java.net.Inet6Address.getByAddress(null, octets, -1);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }
}

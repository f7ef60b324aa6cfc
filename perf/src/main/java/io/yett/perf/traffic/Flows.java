package io.yett.perf.traffic;

import io.yett.perf.scenario.Protection;
import io.yett.perf.scenario.Traffic;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntFunction;

/** Which flow each frame of a scenario belongs to. The same in each run. */
final class Flows {
  private static final long SEED = 20_260_101;
  private static final int FIRST_PORT = 1024;
  private static final int PORTS = 60_000;

  private Flows() {}

  /**
   * The flow of each frame, by its number.
   *
   * @param queue receive queues have flows of their own
   */
  static IntFunction<Flow> of(Traffic traffic, Protection protection, int queue) {
    return switch (traffic.pattern()) {
      case KNOWN_FLOWS -> number -> known(protection.policies(), number, queue);
      case ROUND_ROBIN -> number -> ofTunnel(number % protection.tunnels(), protection.tunnels());
      case ZIPF -> zipf(traffic.frames(), protection.tunnels(), queue);
      case NEW_FLOWS -> distinct(traffic.frames(), protection.policies(), queue);
    };
  }

  private static Flow known(int policies, int number, int queue) {
    int flow = number % Traffic.FLOWS;
    return new Flow(
        0,
        AddressPlan.redHost(flow),
        AddressPlan.policyHost(policies - 1, 0),
        FIRST_PORT + queue * Traffic.FLOWS + flow,
        AddressPlan.SERVICE_PORT);
  }

  private static Flow ofTunnel(int tunnel, int tunnels) {
    int host = tunnels == 1 ? 5 : 0;
    return new Flow(
        tunnel,
        AddressPlan.redHost(tunnel),
        AddressPlan.tunnelNetwork(tunnel, tunnels) + host,
        FIRST_PORT,
        AddressPlan.SERVICE_PORT);
  }

  /** Draws tunnels with weights 1, 1/2, 1/3 ...; which tunnel has which weight is drawn too. */
  private static IntFunction<Flow> zipf(int frames, int tunnels, int queue) {
    double[] cumulative = new double[tunnels];
    double sum = 0;
    for (int i = 0; i < tunnels; i++) {
      sum += 1.0 / (i + 1);
      cumulative[i] = sum;
    }
    SplittableRandom random = new SplittableRandom(SEED + queue);
    int[] tunnelOfRank = shuffled(tunnels, random);
    int[] drawn = new int[frames];
    for (int i = 0; i < frames; i++) {
      int place = Arrays.binarySearch(cumulative, random.nextDouble() * sum);
      int rank = place < 0 ? -place - 1 : place;
      drawn[i] = tunnelOfRank[Math.min(rank, tunnels - 1)];
    }
    return number -> ofTunnel(drawn[number], tunnels);
  }

  private static int[] shuffled(int count, SplittableRandom random) {
    int[] numbers = new int[count];
    for (int i = 0; i < count; i++) {
      int other = random.nextInt(i + 1);
      numbers[i] = numbers[other];
      numbers[other] = i;
    }
    return numbers;
  }

  private static IntFunction<Flow> distinct(int frames, int policies, int queue) {
    SplittableRandom random = new SplittableRandom(SEED + queue);
    Set<Flow> flows = HashSet.newHashSet(frames);
    Flow[] sequence = new Flow[frames];
    for (int i = 0; i < frames; i++) {
      Flow flow;
      do {
        flow =
            new Flow(
                0,
                AddressPlan.redHost(random.nextInt(1000)),
                AddressPlan.policyHost(random.nextInt(policies), random.nextInt(1000)),
                FIRST_PORT + random.nextInt(PORTS),
                AddressPlan.SERVICE_PORT);
      } while (!flows.add(flow));
      sequence[i] = flow;
    }
    return number -> sequence[number];
  }
}

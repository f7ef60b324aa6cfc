package io.yett.perf.scenario;

import java.util.EnumSet;
import java.util.Set;

/**
 * Makes scenarios from what is usual: outbound, AES-128-GCM, extended sequence numbers, 64 octets,
 * one tunnel, one policy, one core, all systems.
 */
final class ScenarioBuilder {
  private final String name;
  private final String group;
  private final double x;
  private Direction direction = Direction.ENCRYPT;
  private Mix mix = Mix.of(64);
  private Traffic.Pattern pattern = Traffic.Pattern.KNOWN_FLOWS;
  private int frames;
  private Algorithm algorithm = Algorithm.AES_128_GCM;
  private int tunnels = 1;
  private int policies = 1;
  private boolean udp;
  private boolean esn = true;
  private int replayWindow;
  private Shape shape = Shape.ONE_CORE;
  private Set<SystemName> systems = EnumSet.allOf(SystemName.class);
  private boolean standard;

  ScenarioBuilder(String name, String group, double x) {
    this.name = name;
    this.group = group;
    this.x = x;
  }

  ScenarioBuilder direction(Direction value) {
    direction = value;
    return this;
  }

  ScenarioBuilder mix(Mix value) {
    mix = value;
    return this;
  }

  ScenarioBuilder pattern(Traffic.Pattern value, int frameCount) {
    pattern = value;
    frames = frameCount;
    return this;
  }

  ScenarioBuilder algorithm(Algorithm value) {
    algorithm = value;
    return this;
  }

  ScenarioBuilder tunnels(int value) {
    tunnels = value;
    return this;
  }

  ScenarioBuilder policies(int value) {
    policies = value;
    return this;
  }

  ScenarioBuilder udp() {
    udp = true;
    return this;
  }

  /** ipsec-secgw does not survive inbound packets with extended sequence numbers. */
  ScenarioBuilder withoutEsn() {
    esn = false;
    return this;
  }

  ScenarioBuilder replayWindow(int value) {
    replayWindow = value;
    return this;
  }

  ScenarioBuilder shape(Shape value) {
    shape = value;
    return this;
  }

  ScenarioBuilder systems(SystemName first, SystemName... others) {
    systems = EnumSet.of(first, others);
    return this;
  }

  /** Part of the set that is run if nothing is chosen. */
  ScenarioBuilder standard(boolean value) {
    standard = value;
    return this;
  }

  Scenario build() {
    int count = frames != 0 ? frames : framesFor(mix);
    return new Scenario(
        name,
        group,
        x,
        new Traffic(direction, mix, pattern, count),
        new Protection(algorithm, tunnels, policies, udp, esn, replayWindow),
        shape,
        systems,
        standard);
  }

  /** All flows at least once, all sizes as often as they should, and whole bursts of up to 64. */
  private static int framesFor(Mix mix) {
    int count = Traffic.FLOWS;
    while (count % mix.weight() != 0) {
      count += 64;
    }
    return count;
  }
}

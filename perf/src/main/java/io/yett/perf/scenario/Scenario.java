package io.yett.perf.scenario;

import java.util.Set;

/**
 * One thing that is measured.
 *
 * @param name unique, e.g. {@code encrypt-64}
 * @param group scenarios that are compared with each other and drawn in one plot
 * @param x the number that tells scenarios of the group apart, e.g. tunnels
 * @param standard part of the set that is run if nothing is chosen
 */
public record Scenario(
    String name,
    String group,
    double x,
    Traffic traffic,
    Protection protection,
    Shape shape,
    Set<SystemName> systems,
    boolean standard) {

  /** Copies the set. */
  public Scenario {
    systems = Set.copyOf(systems);
  }

  /** One line for people. */
  public String describe() {
    StringBuilder text = new StringBuilder();
    text.append(
        switch (traffic.direction()) {
          case ENCRYPT -> "outbound";
          case DECRYPT -> "inbound";
          case BOTH -> "both ways";
        });
    text.append(", ").append(protection.algorithm().label());
    text.append(", frames of ").append(traffic.mix().label());
    text.append(", ").append(protection.tunnels()).append(" tunnels");
    if (protection.policies() > 1) {
      text.append(", ").append(protection.policies()).append(" policies");
    }
    text.append(protection.esn() ? ", ESN" : ", no ESN");
    if (protection.udp()) {
      text.append(", in UDP");
    }
    if (traffic.direction().decrypts()) {
      int window = protection.replayWindow();
      text.append(window == 0 ? ", no replay window" : ", replay window " + window);
    }
    if (shape.kind() == Shape.Kind.PIPELINED) {
      text.append(", pipelined");
    }
    return text.append(", cores: ").append(shape.cores()).toString();
  }
}

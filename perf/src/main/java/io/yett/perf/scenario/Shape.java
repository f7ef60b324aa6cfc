package io.yett.perf.scenario;

/**
 * How many cores forward, and how they share the work.
 *
 * @param kind of the lane or lanes
 * @param cores at least 1
 */
public record Shape(Kind kind, int cores) {
  /** One core that does it all. */
  public static final Shape ONE_CORE = new Shape(Kind.FUSED, 1);

  /** How cores share the work. */
  public enum Kind {
    /** Each core takes packets from ingress to egress: a lane each. */
    FUSED,
    /** All cores work for one lane, and so for one SA; order is kept. */
    PIPELINED
  }

  /** Rejects shapes without cores. */
  public Shape {
    if (cores < 1) {
      throw new IllegalArgumentException("a shape has at least one core");
    }
  }

  /** Lanes, and so receive queues of each port. */
  public int lanes() {
    return kind == Kind.FUSED ? cores : 1;
  }
}

package io.yett.dataplane.packet;

/** Ingress port numbers that name no port. */
public final class Origin {
  /** The packet was made by this gateway. */
  public static final int OWN = 127;

  /** The packet came out of one tunnel and goes into another. */
  public static final int TUNNEL = 126;

  /** True if the number names a port, so that a frame came from a link. */
  public static boolean isPort(int number) {
    return number < TUNNEL;
  }

  private Origin() {}
}

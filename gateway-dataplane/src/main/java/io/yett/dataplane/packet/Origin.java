package io.yett.dataplane.packet;

/** Ingress port numbers that name no port. */
public final class Origin {
  /** The packet was made by this gateway. */
  public static final int OWN = 127;

  private Origin() {}
}

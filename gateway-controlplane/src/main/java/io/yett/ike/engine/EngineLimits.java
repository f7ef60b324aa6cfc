package io.yett.ike.engine;

/** Bounds of the engine that no setting changes. */
public final class EngineLimits {
  /** Octets of one checkpoint. */
  public static final int MAX_CHECKPOINT = 65_536;

  /** Child SAs under one IKE SA, old ones in a rekey included. */
  public static final int MAX_CHILDREN = 128;

  /** Octets of one IKE datagram that is looked at. */
  public static final int MAX_DATAGRAM = 65_000;

  private EngineLimits() {}
}

package io.yett.ike.engine;

/** Bounds of the engine that no setting changes. */
public final class EngineLimits {
  /** Octets of one checkpoint. */
  public static final int MAX_CHECKPOINT = 65_536;

  /** Child SAs under one IKE SA, old ones in a rekey included. */
  public static final int MAX_CHILDREN = 128;

  /** Octets of one IKE datagram that is looked at. */
  public static final int MAX_DATAGRAM = 65_000;

  /** Octets of one message in fragments, all its inner payloads together. */
  public static final int MAX_REASSEMBLED = 65_000;

  /** The same before the peer is authenticated. */
  public static final int MAX_REASSEMBLED_HALF_OPEN = 16_384;

  /** So long the missing fragments of a message are waited for. */
  public static final int REASSEMBLY_MILLIS = 30_000;

  private EngineLimits() {}
}

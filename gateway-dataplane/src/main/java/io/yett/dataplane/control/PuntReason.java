package io.yett.dataplane.control;

/** Why a lane handed a frame to the control thread. */
public enum PuntReason {
  /** ARP request or reply (RFC 826). */
  ARP,
  /** An IP packet to one of the gateway's own addresses other than IKE. */
  LOCAL,
  /** UDP to port 500, or to 4500 with a non-ESP marker (RFC 3948 §2.2). */
  IKE,
  /** A packet whose TTL or hop limit ended here (RFC 1812 §5.3.1, RFC 8200 §3). */
  TTL_EXCEEDED,
  /** ICMPv6 of types 133..137 that came by a link to us or a group of ours (RFC 4861). */
  NEIGHBOR_DISCOVERY;

  private static final PuntReason[] REASONS = values();

  /** What stands for it in a lane's memory, 0..127. Changes between versions. */
  @SuppressWarnings("EnumOrdinal") // The code lives no longer than the process.
  public int code() {
    return ordinal();
  }

  /** The reason of a code. */
  public static PuntReason ofCode(int code) {
    return REASONS[code];
  }
}

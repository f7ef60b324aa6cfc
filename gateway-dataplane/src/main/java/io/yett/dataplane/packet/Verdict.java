package io.yett.dataplane.packet;

/** What is to become of a packet; one octet in a {@link Burst}. */
public final class Verdict {
  /** Falls; the entry's reason is a {@link io.yett.dataplane.counters.DropReason} code. */
  public static final int DROP = 0;

  /** Goes to the entry's port and next hop as it is. */
  public static final int FORWARD = 1;

  /** ESP outbound: becomes FORWARD when encrypted. */
  public static final int ENCRYPT = 2;

  /** ESP inbound: becomes FORWARD, PUNT or DROP when decrypted. */
  public static final int DECRYPT = 3;

  /** Goes up; the entry's reason is a {@link io.yett.dataplane.control.PuntReason} code. */
  public static final int PUNT = 4;

  /** Goes up as too big; the entry's detail is the MTU. */
  public static final int PUNT_TOO_BIG = 5;

  /** Came out of a tunnel, and a policy wants it in another: is classified once more. */
  public static final int REENTER = 6;

  /** Within classification: its flow is looked at next. */
  public static final int PENDING = 7;

  /**
   * Is cut into fragments, each of which goes on as the packet would have; the entry's detail is
   * the length of the largest, its sequence the flow (the second half of a flow's key).
   */
  public static final int FRAGMENT = 8;

  /** A fragment of a packet to us: waits for the others. */
  public static final int REASSEMBLE = 9;

  /** Of flows alone: as ENCRYPT, but TCP's segment size is made to fit. */
  public static final int ENCRYPT_CLAMPED = 10;

  /** Of decrypted flows alone: as FORWARD, but TCP's segment size is made to fit. */
  public static final int FORWARD_CLAMPED = 11;

  /**
   * ESP of an SA that another lane owns, or a fragment whose packet is put together there: goes to
   * that lane as it came; the entry's detail is the lane.
   */
  public static final int HAND_OVER = 12;

  /** AH inbound: becomes FORWARD, PUNT or DROP when verified. */
  public static final int VERIFY = 13;

  /** AH outbound, under way: becomes FORWARD when its ICV is there. */
  public static final int SIGN = 14;

  private Verdict() {}
}

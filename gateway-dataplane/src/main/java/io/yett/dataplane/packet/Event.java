package io.yett.dataplane.packet;

/** What the control thread is to hear beside the packet's verdict; one octet in a {@link Burst}. */
public final class Event {
  public static final int NONE = 0;

  /** A PROTECT policy has no outbound SA. The entry's hop is the reqId. */
  public static final int ACQUIRE = 1;

  /** The entry's SA passed a soft limit. */
  public static final int SOFT_LIMIT = 2;

  /** The entry's SA reached a hard limit. */
  public static final int HARD_LIMIT = 3;

  private Event() {}
}

package io.yett.dataplane.sachannel;

/**
 * Who gives out which reqIds, so that neither plane touches the other's SAs: the control plane
 * takes those below {@link #FIRST_MANUAL}, the configuration's manual SAs (RFC 4301 §4.5) the rest.
 */
public final class ReqIds {
  /** The first reqId of manual SAs. */
  public static final int FIRST_MANUAL = 0x4000_0001;

  private ReqIds() {}

  /** Whether SAs of this reqId were made by hand, and are no control plane's to remove. */
  public static boolean isManual(int reqId) {
    return reqId >= FIRST_MANUAL;
  }
}

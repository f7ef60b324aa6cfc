package io.yett.ike.sa;

/** The life of a Child SA. */
public enum ChildSaState {
  /** Negotiated; the data plane has not acknowledged all of it. */
  INSTALLING,
  INSTALLED,
  /** A CREATE_CHILD_SA that replaces it is under way. */
  REKEYING,
  /** Replaced; inbound still open, waits for its delete. */
  REKEYED,
  /** Our delete is on its way. */
  DELETING,
  CLOSED
}

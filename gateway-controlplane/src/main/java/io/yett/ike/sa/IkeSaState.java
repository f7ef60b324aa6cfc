package io.yett.ike.sa;

/** The life of an IKE SA. */
public enum IkeSaState {
  /** IKE_SA_INIT sent or answered; the peer is not authenticated. */
  CONNECTING,
  /** IKE_AUTH is under way. */
  AUTHENTICATING,
  ESTABLISHED,
  /** A CREATE_CHILD_SA that replaces it is under way. */
  REKEYING,
  /** Replaced; waits for its delete. */
  REKEYED,
  /** Our delete is on its way. */
  DELETING,
  CLOSED
}

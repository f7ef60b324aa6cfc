package io.yett.ike.sa;

/** Why an IKE SA or Child SA ended. */
public enum LossCause {
  /** The peer sent a Delete. */
  PEER_CLOSED,
  /** The peer did not answer. */
  PEER_DEAD,
  /** A hard lifetime ended, or the data plane lost or refused it. */
  EXPIRED,
  /** The operator or a shutdown took it down. */
  TERMINATED,
  /** The peer began anew (INITIAL_CONTACT), or it was one of two of the same. */
  REPLACED,
  /** A rekey replaced it. */
  REKEYED,
  /** It never came to be. */
  FAILED
}

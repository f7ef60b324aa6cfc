package io.yett.ike.sa;

/** An SA of the peer's CREATE_CHILD_SA that waits for additional key exchanges (RFC 9370). */
public interface PendingCreation {

  /** It comes to nothing: the peer begins another, or the IKE SA ends. */
  void drop();
}

package io.yett.ike.sa;

/** What a half-open IKE SA of a responder keeps until IKE_AUTH. */
public interface PendingAuthentication {
  /** The IKE SA ended: overwrites secrets with zeros. */
  default void drop() {}
}

package io.yett.ike.pad;

/** What a child does when it is lost: the peer is dead, or the peer closed it. */
public enum LossAction {
  /** Nothing: it is cleared. */
  NONE,
  /** It is made anew, tried with back-off for ever. */
  RESTART
}

package io.yett.ike.pad;

/** What a child does when its connection is loaded. */
public enum StartAction {
  /** Waits for the peer or the operator. */
  NONE,
  /** Starts at the first packet that its policy protects (ACQUIRE). */
  TRAP,
  /** Starts at once, and again after failures for ever. */
  START
}

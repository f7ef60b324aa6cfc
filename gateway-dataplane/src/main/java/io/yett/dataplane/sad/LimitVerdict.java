package io.yett.dataplane.sad;

/** What a lifetime limit says to one packet (RFC 4301 section 4.4.2.1). */
public enum LimitVerdict {
  PASS,
  /** It passes, and is the first past the soft limit. */
  SOFT,
  /** It may not pass: a configured hard limit. */
  HARD
}

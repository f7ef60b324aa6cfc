package io.yett.ike.engine;

/** Why a received datagram changed nothing. */
public enum DatagramDrop {
  /** Not a well-formed IKE message. */
  MALFORMED,
  /** An IKE version above 2; answered with INVALID_MAJOR_VERSION, rate-limited. */
  VERSION,
  /** IKE version 1, which nobody should speak any more (RFC 9395); not answered. */
  IKEV1,
  /** No IKE SA has these SPIs; answered with INVALID_IKE_SPI, rate-limited. */
  UNKNOWN_SPI,
  /** The integrity check failed. */
  INTEGRITY,
  /** A message ID outside the window (RFC 7296 §2.3). */
  MESSAGE_ID,
  /** A response that no request waits for. */
  UNEXPECTED_RESPONSE,
  /** Unprotected where protection is needed. */
  UNPROTECTED,
  /** No connection is configured for this pair of addresses. */
  NO_CONNECTION,
  /** Too many half-open IKE SAs. */
  HALF_OPEN_LIMIT,
  /** Too many IKE SAs begun from one source that are half-open, or came to nothing lately. */
  SOURCE_LIMIT,
  /** A cookie was asked for; no state was made. */
  COOKIE_REQUIRED,
  /** A request arrived again while it is still being answered. */
  DUPLICATE,
  /**
   * A fragment (RFC 7383) where none was agreed on, one that is there already, or one of a message
   * that is too long.
   */
  FRAGMENT
}

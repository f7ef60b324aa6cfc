package io.yett.ike.engine;

/** Why a connection is not up, in classes that a program can tell apart; the text says the rest. */
public enum FailureReason {
  /** The peer did not answer. */
  NO_ANSWER,
  /** No proposal of one side is accepted by the other. */
  NO_PROPOSAL_CHOSEN,
  /** Wrong pre-shared key or identity. */
  AUTHENTICATION_FAILED,
  /** No common traffic selectors. */
  TS_UNACCEPTABLE,
  /** The peer speaks another IKE version. */
  INVALID_MAJOR_VERSION,
  /** The peer closed it. */
  CLOSED_BY_PEER,
  /** The peer's message breaks RFC 7296. */
  PROTOCOL_ERROR,
  /** The peer answered with another error Notify. */
  PEER_ERROR,
  /** The data plane refused the SA. */
  INSTALL_FAILED,
  /** A hard lifetime ended before a rekey did. */
  EXPIRED,
  /** The operator took it down. */
  TERMINATED
}

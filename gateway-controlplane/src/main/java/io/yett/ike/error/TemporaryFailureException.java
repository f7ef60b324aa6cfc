package io.yett.ike.error;

import io.yett.ike.message.NotifyType;

/** The request collides with one of ours; the peer should try again later (RFC 7296 §2.25). */
public final class TemporaryFailureException extends IkeProtocolException {
  private static final long serialVersionUID = 1L;

  public TemporaryFailureException(String message) {
    super(NotifyType.TEMPORARY_FAILURE, false, null, message);
  }
}

package io.yett.ike.error;

import io.yett.ike.message.NotifyType;

/** A configuration request was expected and not sent (RFC 7296 §2.19). */
public final class FailedCpRequiredException extends IkeProtocolException {
  private static final long serialVersionUID = 1L;

  public FailedCpRequiredException(String message) {
    super(NotifyType.FAILED_CP_REQUIRED, false, null, message);
  }
}

package io.yett.ike.error;

import io.yett.ike.message.NotifyType;

/**
 * A message is malformed, or a field out of range (RFC 7296 §2.21, §3.10.1). In a protected message
 * it ends the IKE SA.
 */
public final class InvalidSyntaxException extends IkeProtocolException {
  private static final long serialVersionUID = 1L;

  public InvalidSyntaxException(String message) {
    super(NotifyType.INVALID_SYNTAX, true, null, message);
  }
}

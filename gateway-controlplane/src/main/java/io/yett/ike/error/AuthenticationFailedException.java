package io.yett.ike.error;

import io.yett.ike.message.NotifyType;

/**
 * The peer could not prove its identity (RFC 7296 §2.21.2). The text stays here; the wire tells
 * nothing.
 */
public final class AuthenticationFailedException extends IkeProtocolException {
  private static final long serialVersionUID = 1L;

  public AuthenticationFailedException(String message) {
    super(NotifyType.AUTHENTICATION_FAILED, true, null, message);
  }
}

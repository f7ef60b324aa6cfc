package io.yett.ike.error;

import io.yett.ike.message.NotifyType;

/**
 * The peer speaks a higher major version only (RFC 7296 §2.5). Answered with version 2 in the
 * header.
 */
public final class InvalidMajorVersionException extends IkeProtocolException {
  private static final long serialVersionUID = 1L;

  public InvalidMajorVersionException(String message) {
    super(NotifyType.INVALID_MAJOR_VERSION, true, null, message);
  }
}

package io.yett.ike.error;

import io.yett.ike.message.NotifyType;

/** No IKE SA has that SPI (RFC 7296 §2.21.4). At most a rate-limited answer without protection. */
public final class InvalidIkeSpiException extends IkeProtocolException {
  private static final long serialVersionUID = 1L;

  public InvalidIkeSpiException(String message) {
    super(NotifyType.INVALID_IKE_SPI, true, null, message);
  }
}

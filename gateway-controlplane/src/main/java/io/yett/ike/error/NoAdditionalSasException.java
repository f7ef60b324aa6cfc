package io.yett.ike.error;

import io.yett.ike.message.NotifyType;

/** No more Child SAs are wanted on this IKE SA (RFC 7296 §1.3). */
public final class NoAdditionalSasException extends IkeProtocolException {
  private static final long serialVersionUID = 1L;

  public NoAdditionalSasException(String message) {
    super(NotifyType.NO_ADDITIONAL_SAS, false, null, message);
  }
}

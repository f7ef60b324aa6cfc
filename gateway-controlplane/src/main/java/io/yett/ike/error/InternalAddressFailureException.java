package io.yett.ike.error;

import io.yett.ike.message.NotifyType;

/** No address can be assigned (RFC 7296 §3.15.4). */
public final class InternalAddressFailureException extends IkeProtocolException {
  private static final long serialVersionUID = 1L;

  public InternalAddressFailureException(String message) {
    super(NotifyType.INTERNAL_ADDRESS_FAILURE, false, null, message);
  }
}

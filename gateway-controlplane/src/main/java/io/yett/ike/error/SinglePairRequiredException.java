package io.yett.ike.error;

import io.yett.ike.message.NotifyType;

/** Only one pair of addresses may be in the traffic selectors (RFC 7296 §2.9). */
public final class SinglePairRequiredException extends IkeProtocolException {
  private static final long serialVersionUID = 1L;

  public SinglePairRequiredException(String message) {
    super(NotifyType.SINGLE_PAIR_REQUIRED, false, null, message);
  }
}

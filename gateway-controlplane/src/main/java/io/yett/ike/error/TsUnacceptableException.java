package io.yett.ike.error;

import io.yett.ike.message.NotifyType;

/**
 * No part of the traffic selectors is acceptable (RFC 7296 §2.9). The Child SA fails, the IKE SA
 * lives.
 */
public final class TsUnacceptableException extends IkeProtocolException {
  private static final long serialVersionUID = 1L;

  public TsUnacceptableException(String message) {
    super(NotifyType.TS_UNACCEPTABLE, false, null, message);
  }
}

package io.yett.ike.error;

import io.yett.ike.message.NotifyType;

/** A critical payload is not understood (RFC 7296 §2.5). The exchange fails, the IKE SA lives. */
public final class UnsupportedCriticalPayloadException extends IkeProtocolException {
  private static final long serialVersionUID = 1L;

  public UnsupportedCriticalPayloadException(int payloadType) {
    super(
        NotifyType.UNSUPPORTED_CRITICAL_PAYLOAD,
        false,
        new byte[] {(byte) payloadType},
        "critical payload " + payloadType + " is not supported");
  }
}

package io.yett.ike.error;

import io.yett.ike.message.NotifyType;

/**
 * The KE payload is of another method than the chosen one, which is the answer (RFC 7296 §1.2,
 * §1.3).
 */
public final class InvalidKePayloadException extends IkeProtocolException {
  private static final long serialVersionUID = 1L;

  private final int wantedMethod;

  public InvalidKePayloadException(int wantedMethod) {
    super(
        NotifyType.INVALID_KE_PAYLOAD,
        false,
        new byte[] {(byte) (wantedMethod >>> 8), (byte) wantedMethod},
        "key exchange method " + wantedMethod + " is wanted");
    this.wantedMethod = wantedMethod;
  }

  /** The key exchange method's number that the answer asks for. */
  public int wantedMethod() {
    return wantedMethod;
  }
}

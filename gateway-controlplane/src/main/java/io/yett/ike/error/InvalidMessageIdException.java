package io.yett.ike.error;

import io.yett.ike.message.NotifyType;

/** A message ID is outside the window (RFC 7296 §2.3). Never answered in a response. */
public final class InvalidMessageIdException extends IkeProtocolException {
  private static final long serialVersionUID = 1L;

  public InvalidMessageIdException(int messageId) {
    super(
        NotifyType.INVALID_MESSAGE_ID,
        false,
        new byte[] {
          (byte) (messageId >>> 24),
          (byte) (messageId >>> 16),
          (byte) (messageId >>> 8),
          (byte) messageId
        },
        "message ID " + Integer.toUnsignedString(messageId) + " is outside the window");
  }
}

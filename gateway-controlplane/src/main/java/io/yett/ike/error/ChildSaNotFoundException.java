package io.yett.ike.error;

import io.yett.ike.message.NotifyPayload;
import io.yett.ike.message.NotifyType;

/** The Child SA to rekey does not exist (RFC 7296 §2.25). */
public final class ChildSaNotFoundException extends IkeProtocolException {
  private static final long serialVersionUID = 1L;

  private final int spi;

  public ChildSaNotFoundException(int spi) {
    super(
        NotifyType.CHILD_SA_NOT_FOUND,
        false,
        null,
        "no Child SA with SPI 0x" + Integer.toHexString(spi));
    this.spi = spi;
  }

  /** Names the ESP SA (RFC 7296 §2.25). */
  @Override
  public NotifyPayload toNotify() {
    return NotifyPayload.ofEsp(NotifyType.CHILD_SA_NOT_FOUND, spi);
  }
}

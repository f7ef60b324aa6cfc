package io.yett.dataplane.sachannel;

/** The channel's file cannot be used; the message is one line that names the remedy. */
public final class SaChannelException extends Exception {
  private static final long serialVersionUID = 1L;

  public SaChannelException(String message) {
    super(message);
  }

  public SaChannelException(String message, Throwable cause) {
    super(message, cause);
  }
}

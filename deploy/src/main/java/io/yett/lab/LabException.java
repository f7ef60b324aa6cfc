package io.yett.lab;

/** Something in the laboratory failed; the message is one line for people and names the remedy. */
public final class LabException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** An exception with that message. */
  public LabException(String message) {
    super(message);
  }

  /** An exception with that message and its cause. */
  public LabException(String message, Throwable cause) {
    super(message, cause);
  }
}

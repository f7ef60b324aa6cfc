package io.yett.dpdk;

/** DPDK refused something. The message is one line for people: what failed, why, and the remedy. */
public final class DpdkException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Makes one with a whole message. */
  public DpdkException(String message) {
    super(oneLine(message));
  }

  /** Makes one with a whole message and the failure beneath it. */
  public DpdkException(String message, Throwable cause) {
    super(oneLine(message), cause);
  }

  private static String oneLine(String message) {
    return message.strip().replaceAll("\\s*[\\r\\n]+\\s*", "; ");
  }
}

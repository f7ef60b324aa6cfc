package io.yett.dataplane.config;

/** A mistake in the configuration; its message is for people, one line for each mistake. */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Makes one with a message that names the place and the remedy. */
  public ConfigException(String message) {
    super(message);
  }

  /** Makes one with a message that names the place and the remedy. */
  public ConfigException(String message, Throwable cause) {
    super(message, cause);
  }
}

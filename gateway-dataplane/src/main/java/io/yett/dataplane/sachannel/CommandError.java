package io.yett.dataplane.sachannel;

/**
 * Why the data plane refused a command. The number crosses the channel and never changes its
 * meaning.
 */
public enum CommandError {
  NONE(0),
  /** The message is malformed or a field is out of range. */
  INVALID(1),
  /** That SPI is installed already in that direction. */
  SPI_IN_USE(2),
  /** No SA, policy or state entry of that key. */
  NOT_FOUND(3),
  /** A table is full: the text names which, its size and its setting. */
  FULL(4),
  /** No crypto device offers the algorithm. */
  UNSUPPORTED_ALGORITHM(5),
  /** The message's version or type is unknown to this data plane. */
  UNSUPPORTED_COMMAND(6),
  /** A failure inside the data plane; the text says more. */
  INTERNAL(7);

  private final int code;

  CommandError(int code) {
    this.code = code;
  }

  /** The number on the channel, 0..65535. */
  public int code() {
    return code;
  }

  /** The error of a number; {@link #INTERNAL} for one that a newer data plane has. */
  public static CommandError ofCode(int code) {
    for (CommandError error : values()) {
      if (error.code == code) {
        return error;
      }
    }
    return INTERNAL;
  }
}

package io.yett.dataplane.sad;

import io.yett.dataplane.sachannel.CommandError;

/** An SA cannot be installed, or is not there. */
public final class SadException extends Exception {
  private static final long serialVersionUID = 1;

  private final CommandError error;

  public SadException(CommandError error, String message) {
    super(message);
    this.error = error;
  }

  public CommandError error() {
    return error;
  }
}

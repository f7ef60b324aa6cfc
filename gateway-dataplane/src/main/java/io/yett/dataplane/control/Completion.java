package io.yett.dataplane.control;

import io.yett.dataplane.sachannel.CommandError;

/** Told once, on the control thread, how a request ended. */
@FunctionalInterface
public interface Completion {
  /**
   * The end of the request.
   *
   * @param error {@link CommandError#NONE} if every lane has it
   * @param text what went wrong and what to do, in one line; empty on success
   */
  void done(CommandError error, String text);
}

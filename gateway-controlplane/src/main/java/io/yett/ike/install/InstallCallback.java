package io.yett.ike.install;

import io.yett.dataplane.sachannel.CommandError;

/** Told once, on the ike thread, how a request to the data plane ended. */
@FunctionalInterface
public interface InstallCallback {
  /** Ignores the answer; failures are logged by the link. */
  InstallCallback NONE = (error, text) -> {};

  /**
   * The end of the request.
   *
   * @param error {@link CommandError#NONE} if every lane has it
   * @param text what went wrong and what to do, in one line; empty on success
   */
  void done(CommandError error, String text);
}

package io.yett.ike.cli;

/** What the {@code yett} command returns to the shell. */
final class ExitCode {
  static final int OK = 0;

  /** The daemon answered, and the answer is a failure; or the thing asked for did not happen. */
  static final int FAILED = 1;

  /** The command line is wrong. */
  static final int USAGE = 2;

  /** Nobody answers on the admin socket. */
  static final int UNREACHABLE = 3;

  /** {@code tune}: the machine could be set up better. */
  static final int TO_CHANGE = 4;

  private ExitCode() {}
}

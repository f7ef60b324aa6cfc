package io.yett.ike.tune;

/**
 * What one check found.
 *
 * @param check its name, the same at each run
 * @param saw what is there now
 * @param change the command, or what else to do; empty unless {@code state} is CHANGE
 * @param reason why it matters, or why nobody can tell
 */
public record Finding(String check, State state, String saw, String change, String reason) {

  /** How it stands. */
  public enum State {
    OK,
    CHANGE,
    /** The machine does not say, or the configuration file is needed to know. */
    CANNOT_TELL
  }

  static Finding ok(String check, String saw, String reason) {
    return new Finding(check, State.OK, saw, "", reason);
  }

  static Finding change(String check, String saw, String change, String reason) {
    return new Finding(check, State.CHANGE, saw, change, reason);
  }

  static Finding cannotTell(String check, String saw, String reason) {
    return new Finding(check, State.CANNOT_TELL, saw, "", reason);
  }
}

package io.yett.ike.engine;

import java.util.List;

/**
 * A reading of one connection.
 *
 * @param failure why it is not up, or why it last went down; null if it never failed since it last
 *     came up
 * @param retryInSeconds until it is tried again, negative if no try is planned
 */
public record ConnectionView(
    String name, State state, Failure failure, long retryInSeconds, List<IkeSaView> ikeSas) {

  /** What an operator sees. */
  public enum State {
    /** Not started. */
    DOWN,
    CONNECTING,
    /** The IKE SA is up, some child that should be is not. */
    PARTIAL,
    UP
  }
}

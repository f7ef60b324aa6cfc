package io.yett.ike.admin;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Something that an operator asked for and that takes its time. Owned by the ike thread. */
final class Operation {
  /** What was asked for. */
  enum Action {
    UP,
    DOWN,
    REKEY
  }

  /** How it stands. */
  enum State {
    RUNNING,
    SUCCEEDED,
    FAILED
  }

  private final long id;
  private final Action action;
  private final String connection;
  private final String child;
  private final long startedNanos;
  private State state = State.RUNNING;
  private String detail = "";

  /**
   * Begins it.
   *
   * @param child null for the connection as a whole
   */
  Operation(long id, Action action, String connection, String child, long now) {
    this.id = id;
    this.action = action;
    this.connection = connection;
    this.child = child;
    this.startedNanos = now;
  }

  long id() {
    return id;
  }

  Action action() {
    return action;
  }

  String connection() {
    return connection;
  }

  String child() {
    return child;
  }

  long startedNanos() {
    return startedNanos;
  }

  String detail() {
    return detail;
  }

  boolean running() {
    return state == State.RUNNING;
  }

  void progress(String text) {
    if (running()) {
      detail = text;
    }
  }

  void succeed(String text) {
    end(State.SUCCEEDED, text);
  }

  void fail(String text) {
    end(State.FAILED, text);
  }

  private void end(State end, String text) {
    if (running()) {
      state = end;
      detail = text;
    }
  }

  Map<String, Object> toJson(long now) {
    return Json.object(
        "id", id,
        "action", action.name().toLowerCase(Locale.ROOT),
        "connection", connection,
        "child", child,
        "state", state.name().toLowerCase(Locale.ROOT),
        "detail", detail,
        "ageMillis", TimeUnit.NANOSECONDS.toMillis(now - startedNanos));
  }
}

package io.yett.ike.sa;

import java.util.List;

/**
 * Our requests on one IKE SA: one at a time (RFC 7296 §2.3), message IDs from 0, sent again until
 * answered. Owned by the engine's thread.
 */
public final class RequestWindow {
  private int nextMessageId;
  private List<byte[]> outstanding;
  private int attempts;
  private Timers.Timer timer;
  private long firstSentAt;

  /** The message ID of the next request, or of the one that is under way. */
  public int messageId() {
    return nextMessageId;
  }

  public boolean busy() {
    return outstanding != null;
  }

  /** The datagrams of the request that waits for its answer, or null. */
  public List<byte[]> outstanding() {
    return outstanding;
  }

  /** How often the request was sent. */
  public int attempts() {
    return attempts;
  }

  public long firstSentAt() {
    return firstSentAt;
  }

  /** A request goes out for the first time. */
  public void begin(List<byte[]> request, long now) {
    if (outstanding != null) {
      throw new IllegalStateException("the request window is taken");
    }
    outstanding = request;
    attempts = 1;
    firstSentAt = now;
  }

  /** It goes out again. */
  public void again() {
    attempts++;
  }

  public void timer(Timers.Timer newTimer) {
    Timers.cancel(timer);
    timer = newTimer;
  }

  /** The answer came, or the request was given up: the next has the next message ID. */
  public void end() {
    drop();
    nextMessageId++;
  }

  /** The request is to be made anew with the same message ID (COOKIE, INVALID_KE_PAYLOAD). */
  public void drop() {
    timer = Timers.cancel(timer);
    outstanding = null;
    attempts = 0;
  }

  /** Takes the state of a checkpoint. */
  public void restore(int messageId) {
    nextMessageId = messageId;
  }
}

package io.yett.ike.sa;

import java.util.List;

/**
 * The peer's requests on one IKE SA: one at a time (RFC 7296 §2.3). The last answer is kept for its
 * retransmissions (§2.1). Owned by the engine's thread.
 */
public final class ResponseWindow {
  private int expected;
  private boolean answering;
  private List<byte[]> lastResponse;

  /** What a request with a valid ICV is. */
  public enum Verdict {
    /** The next one: to be answered. */
    NEW,
    /** The last one again: gets the last answer again. */
    REPEATED,
    /** The next one again, while its answer is in work. */
    IN_WORK,
    /** Anything else. */
    OUTSIDE
  }

  /** Judges an authenticated request by its message ID. */
  public Verdict judge(int messageId) {
    if (messageId == expected) {
      return answering ? Verdict.IN_WORK : Verdict.NEW;
    }
    return messageId == expected - 1 && lastResponse != null ? Verdict.REPEATED : Verdict.OUTSIDE;
  }

  /** The expected request is being answered. */
  public void begin() {
    answering = true;
  }

  public boolean answering() {
    return answering;
  }

  /** It was answered. */
  public void end(List<byte[]> response) {
    answering = false;
    lastResponse = response;
    expected++;
  }

  public int expected() {
    return expected;
  }

  /** The datagrams of the last answer, or null. */
  public List<byte[]> lastResponse() {
    return lastResponse;
  }

  /** Takes the state of a checkpoint. */
  public void restore(int expectedMessageId, List<byte[]> response) {
    expected = expectedMessageId;
    lastResponse = response;
  }
}

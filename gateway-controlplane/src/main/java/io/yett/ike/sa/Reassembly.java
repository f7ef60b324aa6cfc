package io.yett.ike.sa;

import io.yett.ike.message.IkeHeader;
import io.yett.ike.message.MessageFragment;
import io.yett.ike.message.OpenedMessage;
import java.util.Arrays;

/**
 * Puts the fragments of one message together (RFC 7383 §2.6): of one at a time, with a bound on all
 * its octets. Only fragments that are authenticated come here. Owned by the engine's thread.
 */
public final class Reassembly {
  private IkeHeader header;
  private MessageFragment[] parts = {};
  private int missing;
  private int octets;
  private Timers.Timer timer;

  /** What became of a fragment. */
  public enum Verdict {
    /** Others are missing. */
    KEPT,
    /** It was the last one missing: {@link #take} gives the message. */
    COMPLETE,
    /** It is there already, or is of an older division of the message. */
    DUPLICATE,
    /** All together are more than is allowed; what was there is forgotten. */
    TOO_LARGE
  }

  /**
   * Adds a fragment. One of another message, or of a division into more fragments (the sender tries
   * smaller ones), begins anew.
   *
   * @param maxOctets of all inner payloads together
   */
  public Verdict add(MessageFragment fragment, int maxOctets) {
    if (!fragment.header().equals(header) || fragment.total() > parts.length) {
      clear();
      header = fragment.header();
      parts = new MessageFragment[fragment.total()];
      missing = parts.length;
    } else if (fragment.total() < parts.length || parts[fragment.number() - 1] != null) {
      return Verdict.DUPLICATE;
    }
    if (fragment.plaintext().length > maxOctets - octets) {
      clear();
      return Verdict.TOO_LARGE;
    }
    octets += fragment.plaintext().length;
    parts[fragment.number() - 1] = fragment;
    missing--;
    return missing == 0 ? Verdict.COMPLETE : Verdict.KEPT;
  }

  /** Whether the fragments of some message are being waited for. */
  public boolean waiting() {
    return missing > 0;
  }

  /** The whole message; afterwards nothing is kept. */
  public OpenedMessage take() {
    byte[] plaintext = new byte[octets];
    int at = 0;
    for (MessageFragment part : parts) {
      System.arraycopy(part.plaintext(), 0, plaintext, at, part.plaintext().length);
      at += part.plaintext().length;
    }
    OpenedMessage message = new OpenedMessage(header, parts[0].firstInnerType(), plaintext);
    clear();
    return message;
  }

  /** Sets the timer that ends the waiting, or with null none. */
  public void timer(Timers.Timer newTimer) {
    Timers.cancel(timer);
    timer = newTimer;
  }

  /** Forgets what is kept. */
  public void clear() {
    timer(null);
    for (MessageFragment part : parts) {
      if (part != null) {
        Arrays.fill(part.plaintext(), (byte) 0);
      }
    }
    header = null;
    parts = new MessageFragment[0];
    missing = 0;
    octets = 0;
  }
}

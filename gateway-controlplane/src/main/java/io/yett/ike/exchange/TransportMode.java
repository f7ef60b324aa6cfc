package io.yett.ike.exchange;

import io.yett.dataplane.sachannel.IpsecMode;
import io.yett.ike.error.InvalidSyntaxException;
import io.yett.ike.message.IkeMessage;
import io.yett.ike.message.NotifyPayload;
import io.yett.ike.message.NotifyType;
import io.yett.ike.message.Payload;
import io.yett.ike.pad.Child;
import io.yett.ike.sa.IkeSa;
import java.util.List;

/**
 * USE_TRANSPORT_MODE (RFC 7296 §1.3.1): the initiator asks, the responder says the same if it
 * agrees, and otherwise the Child SA is of tunnel mode. Not with UDP encapsulation, for behind a
 * NAT the selectors would have to be those that the other side sees (§2.23.1).
 */
final class TransportMode {
  private static final List<Payload> ASKED =
      List.of(NotifyPayload.of(NotifyType.USE_TRANSPORT_MODE));

  private TransportMode() {}

  /** What goes into a request, and into the answer to one that asks. */
  static List<Payload> payloads(IkeSa sa, Child child) {
    return child.mode() == IpsecMode.TRANSPORT && !sa.path().encapsulated() ? ASKED : List.of();
  }

  /**
   * The mode that an answer says.
   *
   * @param asked whether our request asked for transport mode
   */
  static IpsecMode agreed(boolean asked, IkeMessage answer) throws InvalidSyntaxException {
    boolean transport = answer.has(NotifyType.USE_TRANSPORT_MODE);
    if (transport && !asked) {
      throw new InvalidSyntaxException("an answer has a transport mode that nobody asked for");
    }
    return transport ? IpsecMode.TRANSPORT : IpsecMode.TUNNEL;
  }
}

package io.yett.ike.exchange;

import io.yett.ike.message.IkeMessage;
import io.yett.ike.message.NotifyPayload;
import io.yett.ike.message.NotifyType;
import io.yett.ike.message.Payload;
import io.yett.ike.pad.IkeOptions;
import io.yett.ike.sa.Extension;
import io.yett.ike.sa.IkeSa;
import java.util.ArrayList;
import java.util.List;

/** The Notifies of IKE_SA_INIT that say which extensions an end supports. */
final class Extensions {
  private Extensions() {}

  /** What the initiator says. */
  static List<Payload> offer(IkeOptions options) {
    List<Payload> payloads = new ArrayList<>();
    if (options.fragmentation()) {
      payloads.add(NotifyPayload.of(NotifyType.IKEV2_FRAGMENTATION_SUPPORTED));
    }
    return payloads;
  }

  /** What the responder says to a request, and the IKE SA then has. */
  static List<Payload> answer(IkeSa sa, IkeMessage request, IkeOptions options) {
    accept(sa, request, options);
    return sa.extensions().contains(Extension.FRAGMENTATION)
        ? List.of(NotifyPayload.of(NotifyType.IKEV2_FRAGMENTATION_SUPPORTED))
        : List.of();
  }

  /** What both ends support, by the peer's IKE_SA_INIT message. */
  static void accept(IkeSa sa, IkeMessage message, IkeOptions options) {
    if (options.fragmentation() && message.has(NotifyType.IKEV2_FRAGMENTATION_SUPPORTED)) {
      sa.extensions().add(Extension.FRAGMENTATION);
    }
  }
}

package io.yett.ike.exchange;

import io.yett.ike.crypto.IkeProposals;
import io.yett.ike.crypto.IkeSuite;
import io.yett.ike.error.NoProposalChosenException;
import io.yett.ike.message.IkeMessage;
import io.yett.ike.message.NotifyPayload;
import io.yett.ike.message.NotifyType;
import io.yett.ike.message.Payload;
import io.yett.ike.pad.Connection;
import io.yett.ike.pad.IkeOptions;
import io.yett.ike.sa.Extension;
import io.yett.ike.sa.IkeSa;
import java.util.ArrayList;
import java.util.List;

/** The Notifies of IKE_SA_INIT that say which extensions an end supports. */
final class Extensions {
  private Extensions() {}

  /** What the initiator says. */
  static List<Payload> offer(Connection connection) {
    List<Payload> payloads = new ArrayList<>();
    if (connection.options().fragmentation()) {
      payloads.add(NotifyPayload.of(NotifyType.IKEV2_FRAGMENTATION_SUPPORTED));
    }
    if (connection.options().ppk() != null) {
      payloads.add(NotifyPayload.of(NotifyType.USE_PPK));
    }
    if (IkeProposals.parse(connection.proposals()).hasAdditional()) {
      payloads.add(NotifyPayload.of(NotifyType.INTERMEDIATE_EXCHANGE_SUPPORTED));
    }
    return payloads;
  }

  /** What the responder says to a request, and the IKE SA then has. */
  static List<Payload> answer(IkeSa sa, IkeMessage request, IkeOptions options) {
    accept(sa, request, options);
    List<Payload> payloads = new ArrayList<>();
    payloads.add(NotifyPayload.of(NotifyType.CHILDLESS_IKEV2_SUPPORTED));
    if (sa.extensions().contains(Extension.FRAGMENTATION)) {
      payloads.add(NotifyPayload.of(NotifyType.IKEV2_FRAGMENTATION_SUPPORTED));
    }
    if (sa.extensions().contains(Extension.PPK)) {
      payloads.add(NotifyPayload.of(NotifyType.USE_PPK));
    }
    if (!sa.suite().additional().isEmpty()) {
      payloads.add(NotifyPayload.of(NotifyType.INTERMEDIATE_EXCHANGE_SUPPORTED));
    }
    return payloads;
  }

  /** Additional key exchanges need IKE_INTERMEDIATE at both ends (RFC 9370 §2.2.1). */
  static void requireIntermediate(IkeMessage message, IkeSuite suite)
      throws NoProposalChosenException {
    if (!suite.additional().isEmpty() && !message.has(NotifyType.INTERMEDIATE_EXCHANGE_SUPPORTED)) {
      throw new NoProposalChosenException(
          "the peer chose " + suite + " and does not say that it speaks IKE_INTERMEDIATE");
    }
  }

  /** What both ends support, by the peer's IKE_SA_INIT message. */
  static void accept(IkeSa sa, IkeMessage message, IkeOptions options) {
    if (options.fragmentation() && message.has(NotifyType.IKEV2_FRAGMENTATION_SUPPORTED)) {
      sa.extensions().add(Extension.FRAGMENTATION);
    }
    if (options.childless()
        && sa.initiator()
        && message.has(NotifyType.CHILDLESS_IKEV2_SUPPORTED)) {
      sa.extensions().add(Extension.CHILDLESS);
    }
    if (options.ppk() != null && message.has(NotifyType.USE_PPK)) {
      sa.extensions().add(Extension.PPK);
    }
  }
}

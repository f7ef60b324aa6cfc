package io.yett.ike.exchange;

import io.yett.ike.engine.FailureReason;
import io.yett.ike.error.IkeProtocolException;
import io.yett.ike.message.NotifyPayload;
import io.yett.ike.message.NotifyType;
import java.util.List;

/** Error Notifies in words an operator can act on. */
final class PeerErrors {
  private PeerErrors() {}

  static FailureReason reason(NotifyPayload error) {
    return error.notifyType().map(PeerErrors::reason).orElse(FailureReason.PEER_ERROR);
  }

  /** Our own verdict on the peer's message. */
  static FailureReason reason(IkeProtocolException error) {
    FailureReason reason = reason(error.notifyType());
    return reason == FailureReason.PEER_ERROR ? FailureReason.PROTOCOL_ERROR : reason;
  }

  private static FailureReason reason(NotifyType type) {
    return switch (type) {
      case NO_PROPOSAL_CHOSEN, INVALID_KE_PAYLOAD -> FailureReason.NO_PROPOSAL_CHOSEN;
      case AUTHENTICATION_FAILED -> FailureReason.AUTHENTICATION_FAILED;
      case TS_UNACCEPTABLE -> FailureReason.TS_UNACCEPTABLE;
      case INVALID_MAJOR_VERSION -> FailureReason.INVALID_MAJOR_VERSION;
      default -> FailureReason.PEER_ERROR;
    };
  }

  /**
   * What the peer means.
   *
   * @param proposals what we offered
   */
  static String text(NotifyPayload error, List<String> proposals) {
    NotifyType type = error.notifyType().orElse(null);
    if (type == null) {
      return "the peer answered with error " + error.notifyNumber();
    }
    return switch (type) {
      case NO_PROPOSAL_CHOSEN ->
          "the peer accepts none of our proposals ("
              + String.join(", ", proposals)
              + "): make them agree on both sides";
      case AUTHENTICATION_FAILED ->
          "the peer rejects us: pre-shared key mismatch or wrong identity, or a certificate that it does"
              + " not trust; compare both sides, its log says which";
      case INTERNAL_ADDRESS_FAILURE -> "the peer has no inner address left for us";
      case FAILED_CP_REQUIRED ->
          "the peer wants us to ask for an inner address: set request-address";
      case TS_UNACCEPTABLE ->
          "the peer accepts none of our traffic selectors: compare local and remote of both sides";
      case INVALID_MAJOR_VERSION -> "the peer does not speak IKEv2";
      case INVALID_SYNTAX -> "the peer calls our message malformed (INVALID_SYNTAX)";
      default -> "the peer answered " + type;
    };
  }
}

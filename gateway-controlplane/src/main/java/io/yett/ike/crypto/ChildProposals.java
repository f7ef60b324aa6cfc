package io.yett.ike.crypto;

import io.yett.ike.error.InvalidSyntaxException;
import io.yett.ike.error.NoProposalChosenException;
import io.yett.ike.message.SaPayload;
import java.util.List;

/** The ESP proposals of a child, in order of preference. Immutable. */
@SuppressWarnings("DoNotCallSuggester") // bodies follow
public final class ChildProposals {
  private ChildProposals() {}

  /**
   * Reads proposals as users write them, e.g. {@code aes256gcm16-x25519-esn}.
   *
   * @param texts in order of preference; empty for the defaults
   * @throws IllegalArgumentException with one line that names the remedy
   */
  public static ChildProposals parse(List<String> texts) {
    throw new UnsupportedOperationException("not yet: " + texts);
  }

  /** The key exchange to start CREATE_CHILD_SA with; null if the first proposal has none. */
  public KeyExchangeMethod firstKeyExchange() {
    throw new UnsupportedOperationException("not yet");
  }

  /** Whether some proposal of ours has that key exchange, as INVALID_KE_PAYLOAD may ask for it. */
  public boolean offers(KeyExchangeMethod method) {
    throw new UnsupportedOperationException("not yet: " + method);
  }

  /**
   * Our offer.
   *
   * @param spi of packets to us
   * @param withKeyExchange false in IKE_AUTH (RFC 7296 §1.2), true in CREATE_CHILD_SA
   */
  public SaPayload offer(int spi, boolean withKeyExchange) {
    throw new UnsupportedOperationException("not yet: " + spi + withKeyExchange);
  }

  /**
   * Chooses from a peer's offer, as responder.
   *
   * @param spi of packets to us
   * @param withKeyExchange false in IKE_AUTH, where the peer's key exchanges are ignored
   * @throws NoProposalChosenException if none is acceptable
   */
  public ChildChoice choose(SaPayload offer, int spi, boolean withKeyExchange)
      throws NoProposalChosenException, InvalidSyntaxException {
    throw new UnsupportedOperationException("not yet: " + offer + spi + withKeyExchange);
  }

  /**
   * Checks a responder's answer to our offer, as initiator.
   *
   * @throws NoProposalChosenException if it is not what we offered
   */
  public ChildChoice accept(SaPayload answer, boolean withKeyExchange)
      throws NoProposalChosenException, InvalidSyntaxException {
    throw new UnsupportedOperationException("not yet: " + answer + withKeyExchange);
  }
}

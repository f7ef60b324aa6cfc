package io.yett.ike.crypto;

import io.yett.ike.error.InvalidSyntaxException;
import io.yett.ike.error.NoProposalChosenException;
import io.yett.ike.message.SaPayload;
import java.util.List;

/** The proposals of a connection for its IKE SA, in order of preference. Immutable. */
@SuppressWarnings("DoNotCallSuggester") // bodies follow
public final class IkeProposals {
  private IkeProposals() {}

  /**
   * Reads proposals as users write them, e.g. {@code aes256gcm16-prfsha384-x25519}.
   *
   * @param texts in order of preference; empty for the defaults
   * @throws IllegalArgumentException with one line that names the remedy
   */
  public static IkeProposals parse(List<String> texts) {
    throw new UnsupportedOperationException("not yet: " + texts);
  }

  /** The key exchange to start with: that of the first proposal. */
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
   * @param spi our new IKE SPI in a rekey; 0 in IKE_SA_INIT, which carries none
   */
  public SaPayload offer(long spi) {
    throw new UnsupportedOperationException("not yet: " + spi);
  }

  /**
   * Chooses from a peer's offer, as responder.
   *
   * @param spi our new IKE SPI in a rekey; 0 in IKE_SA_INIT
   * @throws NoProposalChosenException if none is acceptable
   */
  public IkeChoice choose(SaPayload offer, long spi)
      throws NoProposalChosenException, InvalidSyntaxException {
    throw new UnsupportedOperationException("not yet: " + offer + spi);
  }

  /**
   * Checks a responder's answer to our offer, as initiator.
   *
   * @param rekey whether the answer must carry the peer's new SPI
   * @throws NoProposalChosenException if it is not what we offered
   */
  public IkeChoice accept(SaPayload answer, boolean rekey)
      throws NoProposalChosenException, InvalidSyntaxException {
    throw new UnsupportedOperationException("not yet: " + answer + rekey);
  }
}

package io.yett.ike.crypto;

import io.yett.ike.error.NoProposalChosenException;
import io.yett.ike.message.ProtocolId;
import io.yett.ike.message.SaPayload;
import io.yett.ike.message.Transform;
import io.yett.ike.message.TransformType;
import java.nio.ByteBuffer;
import java.util.List;

/** The proposals of a connection for its IKE SA, in order of preference. Immutable. */
public final class IkeProposals {
  /** RFC 8247: its MUSTs and SHOULDs, AEAD first. */
  private static final List<String> DEFAULTS =
      List.of(
          "aes256gcm16-aes128gcm16-prfsha384-prfsha256-prfsha512"
              + "-x25519-ecp256-ecp384-ecp521-modp3072-modp4096-modp2048",
          "aes256-aes128-sha256-sha384-sha512"
              + "-x25519-ecp256-ecp384-ecp521-modp3072-modp4096-modp2048");

  private static final ParsedOnce<IkeProposals> PARSED = new ParsedOnce<>();
  private static final int SPI_OCTETS = 8;

  private final Negotiation negotiation;

  private IkeProposals(List<TransformSpec> specs) {
    negotiation = new Negotiation(ProtocolId.IKE, specs);
  }

  /**
   * Reads proposals as users write them, e.g. {@code aes256gcm16-prfsha384-x25519}.
   *
   * @param texts in order of preference; empty for the defaults
   * @throws IllegalArgumentException with one line that names the remedy
   */
  public static IkeProposals parse(List<String> texts) {
    return PARSED.get(
        texts, t -> new IkeProposals(ProposalText.parse(ProtocolId.IKE, t, DEFAULTS)));
  }

  /** The key exchange to start with: that of the first proposal. */
  public KeyExchangeMethod firstKeyExchange() {
    return negotiation.firstKeyExchange();
  }

  /** Whether some proposal of ours has that key exchange, as INVALID_KE_PAYLOAD may ask for it. */
  public boolean offers(KeyExchangeMethod method) {
    return negotiation.offers(method);
  }

  /** Whether some proposal of ours has additional key exchanges (RFC 9370). */
  public boolean hasAdditional() {
    return negotiation.hasAdditional();
  }

  /** Whether no proposal of ours can end without a post-quantum key exchange. */
  public boolean alwaysPostQuantum() {
    return negotiation.alwaysPostQuantum();
  }

  /**
   * Our offer.
   *
   * @param spi our new IKE SPI in a rekey; 0 in IKE_SA_INIT, which carries none
   */
  public SaPayload offer(long spi) {
    return negotiation.offer(octets(spi), true);
  }

  /**
   * Chooses from a peer's offer, as responder.
   *
   * @param spi our new IKE SPI in a rekey; 0 in IKE_SA_INIT
   * @throws NoProposalChosenException if none is acceptable
   */
  public IkeChoice choose(SaPayload offer, long spi) throws NoProposalChosenException {
    Negotiation.Match match = negotiation.choose(offer, rule(spi != 0), true);
    return choice(match, Negotiation.answer(match, octets(spi)));
  }

  /** Whether an answer of IKE_SA_INIT, which has one of each transform, fits one of them. */
  public boolean permits(SaPayload answer) {
    try {
      choose(answer, 0);
      return true;
    } catch (NoProposalChosenException e) {
      return false;
    }
  }

  /**
   * Checks a responder's answer to our offer, as initiator.
   *
   * @param rekey whether the answer must carry the peer's new SPI
   * @throws NoProposalChosenException if it is not what we offered
   */
  public IkeChoice accept(SaPayload answer, boolean rekey) throws NoProposalChosenException {
    return choice(negotiation.accept(answer, rule(rekey), true), answer);
  }

  private static IkeChoice choice(Negotiation.Match match, SaPayload answer) {
    TransformSpec.Selection chosen = match.selection();
    Transform encryption = chosen.get(TransformType.ENCR);
    Encryption algorithm = Encryption.of(encryption.id());
    Transform integrity = chosen.get(TransformType.INTEG);
    IkeSuite suite =
        new IkeSuite(
            algorithm,
            algorithm.keyBits(encryption),
            integrity == null ? null : Integrity.of(integrity.id()),
            Prf.of(chosen.get(TransformType.PRF).id()),
            KeyExchangeMethod.of(chosen.get(TransformType.KE).id()),
            TransformSpec.additional(chosen));
    return new IkeChoice(suite, match.proposal(), answer);
  }

  /** No SPI in IKE_SA_INIT; in a rekey one of 8 octets that is not 0 (RFC 7296 §3.3.1). */
  private static Negotiation.SpiRule rule(boolean rekey) {
    return spi ->
        rekey ? spi.length == SPI_OCTETS && ByteBuffer.wrap(spi).getLong() != 0 : spi.length == 0;
  }

  private static byte[] octets(long spi) {
    return spi == 0 ? new byte[0] : ByteBuffer.allocate(SPI_OCTETS).putLong(spi).array();
  }
}

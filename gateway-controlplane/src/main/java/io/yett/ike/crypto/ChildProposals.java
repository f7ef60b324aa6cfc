package io.yett.ike.crypto;

import io.yett.ike.error.NoProposalChosenException;
import io.yett.ike.message.ProtocolId;
import io.yett.ike.message.SaPayload;
import io.yett.ike.message.SequenceNumbersId;
import io.yett.ike.message.Transform;
import io.yett.ike.message.TransformType;
import java.nio.ByteBuffer;
import java.util.List;

/** The ESP proposals of a child, in order of preference. Immutable. */
public final class ChildProposals {
  /** RFC 8221 §5 (MUST). */
  private static final List<String> DEFAULTS = List.of("aes256gcm16-aes128gcm16-esn-noesn");

  private static final ParsedOnce<ChildProposals> PARSED = new ParsedOnce<>();

  /** SPIs below are reserved (RFC 4303 §2.1). */
  private static final int FIRST_SPI = 256;

  private final Negotiation negotiation;

  private ChildProposals(List<TransformSpec> specs) {
    negotiation = new Negotiation(ProtocolId.ESP, specs);
  }

  /**
   * Reads proposals as users write them, e.g. {@code aes256gcm16-x25519-esn}. A key exchange means
   * perfect forward secrecy for all Child SAs but that of IKE_AUTH.
   *
   * @param texts in order of preference; empty for the defaults
   * @throws IllegalArgumentException with one line that names the remedy
   */
  public static ChildProposals parse(List<String> texts) {
    return PARSED.get(
        texts, t -> new ChildProposals(ProposalText.parse(ProtocolId.ESP, t, DEFAULTS)));
  }

  /** The key exchange to start CREATE_CHILD_SA with; null if the first proposal has none. */
  public KeyExchangeMethod firstKeyExchange() {
    return negotiation.firstKeyExchange();
  }

  /** Whether some proposal of ours has that key exchange, as INVALID_KE_PAYLOAD may ask for it. */
  public boolean offers(KeyExchangeMethod method) {
    return negotiation.offers(method);
  }

  /**
   * Our offer.
   *
   * @param spi of packets to us
   * @param withKeyExchange false in IKE_AUTH (RFC 7296 §1.2), true in CREATE_CHILD_SA
   */
  public SaPayload offer(int spi, boolean withKeyExchange) {
    return negotiation.offer(octets(spi), withKeyExchange);
  }

  /**
   * Chooses from a peer's offer, as responder.
   *
   * @param spi of packets to us
   * @param withKeyExchange false in IKE_AUTH, where the peer's key exchanges are ignored
   * @throws NoProposalChosenException if none is acceptable
   */
  public ChildChoice choose(SaPayload offer, int spi, boolean withKeyExchange)
      throws NoProposalChosenException {
    Negotiation.Match match = negotiation.choose(offer, ChildProposals::isSpi, withKeyExchange);
    return choice(match, Negotiation.answer(match, octets(spi)));
  }

  /**
   * Checks a responder's answer to our offer, as initiator.
   *
   * @throws NoProposalChosenException if it is not what we offered
   */
  public ChildChoice accept(SaPayload answer, boolean withKeyExchange)
      throws NoProposalChosenException {
    return choice(negotiation.accept(answer, ChildProposals::isSpi, withKeyExchange), answer);
  }

  private static ChildChoice choice(Negotiation.Match match, SaPayload answer) {
    TransformSpec.Selection chosen = match.selection();
    Transform encryption = chosen.get(TransformType.ENCR);
    Encryption algorithm = Encryption.of(encryption.id());
    Transform integrity = chosen.get(TransformType.INTEG);
    Transform keyExchange = chosen.get(TransformType.KE);
    ChildSuite suite =
        new ChildSuite(
            algorithm,
            algorithm.keyBits(encryption),
            integrity == null ? null : Integrity.of(integrity.id()),
            keyExchange == null ? null : KeyExchangeMethod.of(keyExchange.id()),
            TransformSpec.additional(chosen),
            chosen.get(TransformType.SN).id() == SequenceNumbersId.ESN.number());
    return new ChildChoice(suite, ByteBuffer.wrap(match.proposal().spi()).getInt(), answer);
  }

  private static boolean isSpi(byte[] spi) {
    return spi.length == Integer.BYTES
        && Integer.compareUnsigned(ByteBuffer.wrap(spi).getInt(), FIRST_SPI) >= 0;
  }

  private static byte[] octets(int spi) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(spi).array();
  }
}

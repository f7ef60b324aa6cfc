package io.yett.ike.crypto;

import io.yett.ike.error.NoProposalChosenException;
import io.yett.ike.message.Proposal;
import io.yett.ike.message.ProtocolId;
import io.yett.ike.message.SaPayload;
import io.yett.ike.message.TransformType;
import java.util.ArrayList;
import java.util.List;

/** The choice of one proposal, for IKE and ESP alike (RFC 7296 §2.7, §3.3). Immutable. */
final class Negotiation {

  /** What was chosen: the peer's proposal, and one transform of each of its types. */
  record Match(Proposal proposal, TransformSpec.Selection selection) {}

  /** Whether a proposal's SPI can be one. */
  interface SpiRule {
    boolean allows(byte[] spi);
  }

  private final ProtocolId protocol;
  private final List<TransformSpec> specs;

  Negotiation(ProtocolId protocol, List<TransformSpec> specs) {
    this.protocol = protocol;
    this.specs = specs;
  }

  /** The first key exchange of the first proposal, or null. */
  KeyExchangeMethod firstKeyExchange() {
    return specs.get(0).of(TransformType.KE).stream()
        .map(transform -> KeyExchangeMethod.of(transform.id()))
        .findFirst()
        .orElse(null);
  }

  boolean offers(KeyExchangeMethod method) {
    return specs.stream()
        .flatMap(spec -> spec.of(TransformType.KE).stream())
        .anyMatch(transform -> transform.id() == method.id().number());
  }

  /** Whether some proposal has additional key exchanges (RFC 9370). */
  boolean hasAdditional() {
    return specs.stream().anyMatch(TransformSpec::hasAdditional);
  }

  /** Whether no proposal can end without a post-quantum key exchange. */
  boolean alwaysPostQuantum() {
    return specs.stream().allMatch(TransformSpec::alwaysPostQuantum);
  }

  SaPayload offer(byte[] spi, boolean withKeyExchange) {
    List<Proposal> proposals = new ArrayList<>();
    for (TransformSpec spec : specs) {
      proposals.add(
          new Proposal(
              proposals.size() + 1, protocol.number(), spi, spec.transforms(withKeyExchange)));
    }
    return new SaPayload(proposals);
  }

  /** The best match in the order of our proposals, then of our transforms. */
  Match choose(SaPayload offer, SpiRule spiRule, boolean withKeyExchange)
      throws NoProposalChosenException {
    for (TransformSpec spec : specs) {
      Match best = null;
      for (Proposal proposal : offer.proposals()) {
        if (!proposal.is(protocol) || !spiRule.allows(proposal.spi())) {
          continue;
        }
        TransformSpec.Selection selection = spec.select(proposal, withKeyExchange);
        if (selection != null && (best == null || selection.betterThan(best.selection()))) {
          best = new Match(proposal, selection);
        }
      }
      if (best != null) {
        return best;
      }
    }
    throw new NoProposalChosenException(
        "none of the peer's " + offer.proposals().size() + " proposals is acceptable");
  }

  /** Checks that an answer is one of our proposals with one transform of each type. */
  Match accept(SaPayload answer, SpiRule spiRule, boolean withKeyExchange)
      throws NoProposalChosenException {
    if (answer.proposals().size() != 1) {
      throw new NoProposalChosenException(
          "the answer has " + answer.proposals().size() + " proposals instead of one");
    }
    Proposal proposal = answer.proposals().get(0);
    int index = proposal.number() - 1;
    if (!proposal.is(protocol) || !spiRule.allows(proposal.spi())) {
      throw new NoProposalChosenException("the answer is of another protocol, or its SPI is bad");
    }
    if (index < 0 || index >= specs.size()) {
      throw new NoProposalChosenException("the answer has a number that was not offered");
    }
    boolean single =
        proposal.transforms().stream().mapToInt(transform -> transform.type()).distinct().count()
            == proposal.transforms().size();
    // Unlike in an offer, a key exchange that was not asked for must not be there.
    boolean strange =
        !withKeyExchange
            && proposal.transforms().stream()
                .anyMatch(t ->
                    TransformType.of(t.type()).filter(TransformType::isKeyExchange).isPresent()
                        && t.id() != 0);
    TransformSpec.Selection selection = specs.get(index).select(proposal, withKeyExchange);
    if (!single || strange || selection == null) {
      throw new NoProposalChosenException("the answer is not what was offered");
    }
    return new Match(proposal, selection);
  }

  /** The responder's SA payload: the peer's number, our SPI, what was chosen. */
  static SaPayload answer(Match match, byte[] spi) {
    Proposal proposal = match.proposal();
    return new SaPayload(
        List.of(
            new Proposal(
                proposal.number(),
                proposal.protocol(),
                spi,
                List.copyOf(match.selection().chosen().values()))));
  }
}

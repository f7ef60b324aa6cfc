package io.yett.ike.exchange;

import io.yett.dataplane.sachannel.IpsecMode;
import io.yett.dataplane.sachannel.TrafficSelector;
import io.yett.ike.crypto.ChildChoice;
import io.yett.ike.crypto.ChildKeys;
import io.yett.ike.crypto.ChildProposals;
import io.yett.ike.crypto.ChildSecrets;
import io.yett.ike.crypto.KeyExchange;
import io.yett.ike.error.IkeProtocolException;
import io.yett.ike.error.InvalidSyntaxException;
import io.yett.ike.error.TsUnacceptableException;
import io.yett.ike.message.IkeMessage;
import io.yett.ike.message.KePayload;
import io.yett.ike.message.Payload;
import io.yett.ike.message.PayloadType;
import io.yett.ike.message.SaPayload;
import io.yett.ike.message.TsPayload;
import io.yett.ike.pad.Child;
import io.yett.ike.pad.SelectorNarrowing;
import io.yett.ike.sa.ChildSa;
import io.yett.ike.sa.IkeSa;
import java.util.List;

/**
 * The initiator's half of negotiating one Child SA: SA, TSi and TSr, in IKE_AUTH or CREATE_CHILD_SA
 * (RFC 7296 §1.2, §1.3.1).
 */
final class ChildOffer {
  private final Services s;
  private final Child child;
  private final ChildProposals proposals;
  private final int spi;
  private final List<TrafficSelector> local;
  private final List<TrafficSelector> remote;
  private boolean transportAsked;

  /** Takes an SPI; offers the selectors of the configuration. */
  ChildOffer(Services services, Child child) {
    this(services, child, child.local(), child.remote());
  }

  /** Takes an SPI; offers these selectors. */
  ChildOffer(
      Services services, Child child, List<TrafficSelector> local, List<TrafficSelector> remote) {
    this.s = services;
    this.child = child;
    this.proposals = ChildProposals.parse(child.proposals());
    this.spi = services.spis().allocate();
    this.local = local;
    this.remote = remote;
  }

  Child child() {
    return child;
  }

  ChildProposals proposals() {
    return proposals;
  }

  /** Our inbound SPI. */
  int spi() {
    return spi;
  }

  SaPayload sa(boolean withKeyExchange) {
    return proposals.offer(spi, withKeyExchange);
  }

  /** Asks for transport mode if the child wants it; in front of the selectors. */
  List<Payload> transportMode(IkeSa sa) {
    List<Payload> payloads = TransportMode.payloads(sa, child);
    transportAsked = !payloads.isEmpty();
    return payloads;
  }

  List<Payload> selectors() {
    return List.of(TsPayload.of(true, local), TsPayload.of(false, remote));
  }

  /** The offer came to nothing. */
  void release() {
    s.spis().release(spi);
  }

  /** What came of it: the Child SA and its keys. */
  record Result(ChildSa child, ChildKeys keys) {}

  /** What the answer says, before additional key exchanges. */
  record Agreement(ChildSa child, ChildSecrets secrets) {
    /** Our inbound SPI belongs to the Child SA from then on. */
    Result complete(byte[] additionalSecrets) {
      return new Result(child, secrets.derive(child.owner().keys(), additionalSecrets));
    }
  }

  /**
   * Reads the answer.
   *
   * @param keyExchange null without perfect forward secrecy
   */
  Agreement accept(
      IkeSa sa, IkeMessage response, KeyExchange keyExchange, byte[] nonceI, byte[] nonceR)
      throws IkeProtocolException {
    SaPayload answer = response.first(SaPayload.class).orElse(null);
    TsPayload tsi = response.first(PayloadType.TS_INITIATOR, TsPayload.class).orElse(null);
    TsPayload tsr = response.first(PayloadType.TS_RESPONDER, TsPayload.class).orElse(null);
    if (answer == null || tsi == null || tsr == null) {
      throw new InvalidSyntaxException("an answer lacks SA, TSi or TSr");
    }
    IpsecMode mode = TransportMode.agreed(transportAsked, response);
    ChildChoice choice = proposals.accept(answer, keyExchange != null);
    List<TrafficSelector> ours = checkNarrowed(tsi, local);
    List<TrafficSelector> theirs = checkNarrowed(tsr, remote);
    byte[] secret = secret(response, keyExchange, choice);
    ChildSa made = newChild(sa, choice, ours, theirs);
    made.mode(mode);
    return new Agreement(made, new ChildSecrets(choice.suite(), secret, nonceI, nonceR));
  }

  private ChildSa newChild(
      IkeSa sa, ChildChoice choice, List<TrafficSelector> ours, List<TrafficSelector> theirs) {
    ChildSa made =
        new ChildSa(
            child.name(),
            s.supervisor().reqId(sa.connection(), child),
            spi,
            choice.peerSpi(),
            true,
            choice.suite(),
            ours,
            theirs,
            sa.path().encapsulated(),
            s.now());
    made.owner(sa);
    return made;
  }

  private static byte[] secret(IkeMessage response, KeyExchange keyExchange, ChildChoice choice)
      throws InvalidSyntaxException {
    if (keyExchange == null) {
      return null;
    }
    KePayload ke = response.first(KePayload.class).orElse(null);
    boolean chosen = choice.suite().keyExchange() == keyExchange.method();
    if (ke == null || !chosen || ke.method() != keyExchange.method().id().number()) {
      throw new InvalidSyntaxException("an answer has not the key exchange that it chose");
    }
    return keyExchange.agree(ke.publicValue());
  }

  private static List<TrafficSelector> checkNarrowed(TsPayload found, List<TrafficSelector> offered)
      throws TsUnacceptableException {
    List<TrafficSelector> selectors = found.trafficSelectors();
    if (selectors.isEmpty()
        || selectors.size() > SelectorNarrowing.MAX_SELECTORS
        || !SelectorNarrowing.within(selectors, offered)) {
      throw new TsUnacceptableException("the peer's traffic selectors are not within ours");
    }
    return selectors;
  }
}

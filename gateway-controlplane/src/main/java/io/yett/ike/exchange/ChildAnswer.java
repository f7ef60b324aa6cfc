package io.yett.ike.exchange;

import io.yett.dataplane.sachannel.IpsecMode;
import io.yett.dataplane.sachannel.TrafficSelector;
import io.yett.ike.crypto.ChildChoice;
import io.yett.ike.crypto.ChildKeys;
import io.yett.ike.crypto.ChildProposals;
import io.yett.ike.crypto.ChildSecrets;
import io.yett.ike.crypto.KeyExchange;
import io.yett.ike.crypto.KeyExchangeMethod;
import io.yett.ike.engine.EngineLimits;
import io.yett.ike.error.IkeProtocolException;
import io.yett.ike.error.InvalidKePayloadException;
import io.yett.ike.error.InvalidSyntaxException;
import io.yett.ike.error.NoAdditionalSasException;
import io.yett.ike.error.TsUnacceptableException;
import io.yett.ike.message.IkeMessage;
import io.yett.ike.message.KePayload;
import io.yett.ike.message.NoncePayload;
import io.yett.ike.message.NotifyType;
import io.yett.ike.message.Payload;
import io.yett.ike.message.PayloadType;
import io.yett.ike.message.SaPayload;
import io.yett.ike.message.TsPayload;
import io.yett.ike.pad.Child;
import io.yett.ike.pad.SelectorNarrowing;
import io.yett.ike.sa.ChildSa;
import io.yett.ike.sa.IkeSa;
import java.util.ArrayList;
import java.util.List;

/**
 * The responder's half of negotiating one Child SA: chooses a proposal, narrows the traffic
 * selectors (RFC 7296 §2.9), derives the keys.
 *
 * @param payloads SA, [nonce, KE], TSi, TSr
 */
record ChildAnswer(Child config, ChildSa child, ChildSecrets secrets, List<Payload> payloads) {

  /** For IKE_AUTH: the first configured child that fits; keys of the IKE SA's nonces. */
  static ChildAnswer inAuth(Services s, IkeSa sa, IkeMessage request, Handshake handshake)
      throws IkeProtocolException {
    Request wanted = Request.of(request);
    Match match = wanted.match(sa.connection().children());
    return make(s, sa, wanted, match, null, handshake.nonceI(), handshake.nonceR());
  }

  /**
   * For CREATE_CHILD_SA.
   *
   * @param configs those that it may be for
   */
  static ChildAnswer inCreateChild(Services s, IkeSa sa, IkeMessage request, List<Child> configs)
      throws IkeProtocolException {
    if (sa.children().size() >= EngineLimits.MAX_CHILDREN) {
      throw new NoAdditionalSasException("the IKE SA has " + sa.children().size() + " Child SAs");
    }
    NoncePayload nonceI = request.first(NoncePayload.class).orElse(null);
    if (nonceI == null) {
      throw new InvalidSyntaxException("CREATE_CHILD_SA without a nonce");
    }
    Request wanted = Request.of(request);
    Match match = wanted.match(configs);
    KePayload ke = request.first(KePayload.class).orElse(null);
    return make(s, sa, wanted, match, new Fresh(ke, s.nonce()), nonceI.nonce(), null);
  }

  /**
   * The keys.
   *
   * @param additionalSecrets of additional key exchanges, one after the other
   */
  ChildKeys keys(byte[] additionalSecrets) {
    return secrets.derive(child.owner().keys(), additionalSecrets);
  }

  /** It comes to nothing. */
  void drop(Services s) {
    secrets.destroy();
    s.spis().release(child.inboundSpi());
  }

  /** What CREATE_CHILD_SA has and IKE_AUTH has not. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Fresh(KePayload ke, byte[] nonceR) {}

  private record Match(Child config, List<TrafficSelector> local, List<TrafficSelector> remote) {}

  private record Request(
      SaPayload sa,
      List<TrafficSelector> initiators,
      List<TrafficSelector> responders,
      boolean transport) {

    static Request of(IkeMessage message) throws InvalidSyntaxException {
      SaPayload sa = message.first(SaPayload.class).orElse(null);
      TsPayload tsi = message.first(PayloadType.TS_INITIATOR, TsPayload.class).orElse(null);
      TsPayload tsr = message.first(PayloadType.TS_RESPONDER, TsPayload.class).orElse(null);
      if (sa == null || tsi == null || tsr == null) {
        throw new InvalidSyntaxException("a request lacks SA, TSi or TSr");
      }
      return new Request(
          sa,
          tsi.trafficSelectors(),
          tsr.trafficSelectors(),
          message.has(NotifyType.USE_TRANSPORT_MODE));
    }

    Match match(List<Child> configs) throws TsUnacceptableException {
      for (Child config : configs) {
        List<TrafficSelector> remote = SelectorNarrowing.narrow(initiators, config.remote());
        List<TrafficSelector> local = SelectorNarrowing.narrow(responders, config.local());
        if (!remote.isEmpty() && !local.isEmpty()) {
          return new Match(config, local, remote);
        }
      }
      throw new TsUnacceptableException(
          "the peer's traffic selectors overlap with those of no child: compare local and remote of"
              + " both sides");
    }
  }

  private static ChildAnswer make(
      Services s, IkeSa sa, Request wanted, Match match, Fresh fresh, byte[] nonceI, byte[] nonceR)
      throws IkeProtocolException {
    int spi = s.spis().allocate();
    boolean done = false;
    try {
      ChildChoice choice =
          ChildProposals.parse(match.config().proposals()).choose(wanted.sa(), spi, fresh != null);
      List<Payload> payloads = new ArrayList<>();
      payloads.add(choice.answer());
      byte[] ourNonce = nonceR;
      byte[] secret = null;
      if (fresh != null) {
        ourNonce = fresh.nonceR();
        payloads.add(new NoncePayload(ourNonce));
        secret = keyExchange(s, choice.suite().keyExchange(), fresh.ke(), payloads);
      }
      List<Payload> transport =
          wanted.transport() ? TransportMode.payloads(sa, match.config()) : List.of();
      payloads.addAll(transport);
      payloads.add(TsPayload.of(true, match.remote()));
      payloads.add(TsPayload.of(false, match.local()));
      ChildSa child = child(s, sa, match, spi, choice);
      child.mode(transport.isEmpty() ? IpsecMode.TUNNEL : IpsecMode.TRANSPORT);
      ChildSecrets secrets = new ChildSecrets(choice.suite(), secret, nonceI, ourNonce);
      done = true;
      return new ChildAnswer(match.config(), child, secrets, payloads);
    } finally {
      if (!done) {
        s.spis().release(spi);
      }
    }
  }

  private static byte[] keyExchange(
      Services s, KeyExchangeMethod method, KePayload ke, List<Payload> payloads)
      throws IkeProtocolException {
    if (method == null) {
      return null;
    }
    if (ke == null || ke.method() != method.id().number()) {
      throw new InvalidKePayloadException(method.id().number());
    }
    try (KeyExchange keyExchange = KeyExchange.respond(method, s.random())) {
      byte[] secret = keyExchange.agree(ke.publicValue());
      payloads.add(keyExchange.payload());
      return secret;
    }
  }

  private static ChildSa child(Services s, IkeSa sa, Match match, int spi, ChildChoice choice) {
    ChildSa child =
        new ChildSa(
            match.config().name(),
            s.supervisor().reqId(sa.connection(), match.config()),
            spi,
            choice.peerSpi(),
            false,
            choice.suite(),
            match.local(),
            match.remote(),
            sa.path().encapsulated(),
            s.now());
    child.owner(sa);
    return child;
  }
}

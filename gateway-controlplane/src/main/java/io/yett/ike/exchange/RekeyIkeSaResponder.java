package io.yett.ike.exchange;

import io.yett.ike.crypto.IkeChoice;
import io.yett.ike.crypto.IkeKeys;
import io.yett.ike.crypto.IkeProposals;
import io.yett.ike.crypto.KeyExchange;
import io.yett.ike.crypto.KeyExchangeMethod;
import io.yett.ike.error.IkeProtocolException;
import io.yett.ike.error.InvalidKePayloadException;
import io.yett.ike.error.InvalidSyntaxException;
import io.yett.ike.message.IkeMessage;
import io.yett.ike.message.KePayload;
import io.yett.ike.message.NoncePayload;
import io.yett.ike.message.NotifyType;
import io.yett.ike.message.SaPayload;
import io.yett.ike.sa.ChildSaState;
import io.yett.ike.sa.IkeSa;
import io.yett.ike.sa.IkeSaState;
import io.yett.ike.sa.Nonces;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** CREATE_CHILD_SA as responder, when it replaces the IKE SA (RFC 7296 §1.3.2, §2.8.2). */
final class RekeyIkeSaResponder {
  private final Services s;

  RekeyIkeSaResponder(Services services) {
    this.s = services;
  }

  void handle(IkeSa sa, IkeMessage request, Answer answer) throws IkeProtocolException {
    boolean collision = sa.state() == IkeSaState.REKEYING;
    boolean ready = sa.state() == IkeSaState.ESTABLISHED && !busy(sa);
    if ((!collision && !ready) || sa.rivalSuccessor() != null) {
      answer.send(NotifyType.TEMPORARY_FAILURE);
      return;
    }
    IkeSa made = make(sa, request, answer);
    if (collision) {
      sa.rivalSuccessor(made); // our own exchange decides when its answer comes
      s.lifecycle().checkpoint(made);
      return;
    }
    s.lifecycle().adopt(sa, made);
    s.lifecycle().guard(sa);
  }

  private static boolean busy(IkeSa sa) {
    return (sa.current() != null && sa.current().concernsChildren())
        || sa.children().stream().anyMatch(c -> c.state() == ChildSaState.INSTALLING);
  }

  private IkeSa make(IkeSa sa, IkeMessage request, Answer answer) throws IkeProtocolException {
    SaPayload offer = request.first(SaPayload.class).orElseThrow();
    NoncePayload nonceI = request.first(NoncePayload.class).orElse(null);
    KePayload ke = request.first(KePayload.class).orElse(null);
    if (nonceI == null || ke == null) {
      throw new InvalidSyntaxException("a rekey of the IKE SA lacks nonce or KE");
    }
    long newSpi = s.ikeSas().newSpi();
    IkeChoice choice = IkeProposals.parse(sa.connection().proposals()).choose(offer, newSpi);
    KeyExchangeMethod method = choice.suite().keyExchange();
    if (ke.method() != method.id().number()) {
      throw new InvalidKePayloadException(method.id().number());
    }
    byte[] spi = choice.proposal().spi();
    if (spi.length != Long.BYTES) {
      throw new InvalidSyntaxException("a rekey of the IKE SA has an SPI of " + spi.length);
    }
    long peerSpi = ByteBuffer.wrap(spi).getLong();
    byte[] nonceR = s.nonce();
    byte[] secret = {};
    try (KeyExchange keyExchange = KeyExchange.generate(method, s.random())) {
      secret = keyExchange.agree(ke.publicValue());
      IkeKeys keys =
          sa.keys()
              .rekey(
                  choice.suite(),
                  false,
                  secret,
                  nonceI.nonce(),
                  nonceR,
                  peerSpi,
                  newSpi,
                  s.random());
      IkeSa made = RekeyIkeSa.successor(s, sa, false, newSpi, peerSpi, keys);
      made.lowestNonce(Nonces.lower(nonceI.nonce(), nonceR));
      s.lifecycle().checkpoint(made);
      answer.send(List.of(choice.answer(), new NoncePayload(nonceR), keyExchange.payload()));
      return made;
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }
}

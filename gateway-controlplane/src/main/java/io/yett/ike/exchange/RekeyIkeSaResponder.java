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
import io.yett.ike.message.Payload;
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
    if (!possible(sa)) {
      answer.send(NotifyType.TEMPORARY_FAILURE);
      return;
    }
    negotiate(sa, request, answer);
  }

  private static boolean possible(IkeSa sa) {
    boolean collision = sa.state() == IkeSaState.REKEYING;
    boolean ready = sa.state() == IkeSaState.ESTABLISHED && !busy(sa);
    return (collision || ready) && sa.rivalSuccessor() == null;
  }

  private static boolean busy(IkeSa sa) {
    return (sa.current() != null && sa.current().concernsChildren())
        || sa.children().stream().anyMatch(c -> c.state() == ChildSaState.INSTALLING);
  }

  private void negotiate(IkeSa sa, IkeMessage request, Answer answer) throws IkeProtocolException {
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
    byte[] nonceR = s.nonce();
    byte[] secret;
    List<Payload> payloads;
    try (KeyExchange keyExchange = KeyExchange.respond(method, s.random())) {
      secret = keyExchange.agree(ke.publicValue());
      payloads = List.of(choice.answer(), new NoncePayload(nonceR), keyExchange.payload());
    }
    Agreement agreement = new Agreement(choice, newSpi, secret, nonceI.nonce(), nonceR);
    FollowUpResponder.proceed(
        s,
        sa,
        choice.suite().additional(),
        payloads,
        answer,
        (additional, last, lastAnswer) -> complete(sa, agreement, additional, last, lastAnswer),
        agreement::drop);
  }

  /** What was negotiated; the secret is wiped in the end. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Agreement(
      IkeChoice choice, long newSpi, byte[] secret, byte[] nonceI, byte[] nonceR) {
    void drop() {
      Arrays.fill(secret, (byte) 0);
    }
  }

  private void complete(
      IkeSa sa, Agreement agreed, byte[] additional, List<Payload> payloads, Answer answer) {
    if (!possible(sa)) { // much may have happened since the first exchange
      agreed.drop();
      answer.send(NotifyType.TEMPORARY_FAILURE);
      return;
    }
    boolean collision = sa.state() == IkeSaState.REKEYING;
    long peerSpi = ByteBuffer.wrap(agreed.choice().proposal().spi()).getLong();
    IkeKeys keys =
        sa.keys()
            .rekey(
                agreed.choice().suite(),
                false,
                agreed.secret(),
                agreed.nonceI(),
                agreed.nonceR(),
                peerSpi,
                agreed.newSpi(),
                additional,
                s.random());
    agreed.drop();
    IkeSa made = RekeyIkeSa.successor(s, sa, false, agreed.newSpi(), peerSpi, keys);
    made.lowestNonce(Nonces.lower(agreed.nonceI(), agreed.nonceR()));
    s.lifecycle().checkpoint(made);
    answer.send(payloads);
    if (collision) {
      sa.rivalSuccessor(made); // our own exchange decides when its answer comes
      s.lifecycle().checkpoint(made);
      return;
    }
    s.lifecycle().adopt(sa, made);
    s.lifecycle().guard(sa);
  }
}

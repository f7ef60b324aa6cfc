package io.yett.ike.engine;

import io.yett.ike.error.IkeProtocolException;
import io.yett.ike.exchange.Answer;
import io.yett.ike.exchange.CreateChildResponder;
import io.yett.ike.exchange.EapAuthResponder;
import io.yett.ike.exchange.FollowUpResponder;
import io.yett.ike.exchange.IkeAuthResponder;
import io.yett.ike.exchange.IkeIntermediateResponder;
import io.yett.ike.exchange.IkeSaInitResponder;
import io.yett.ike.exchange.InformationalResponder;
import io.yett.ike.exchange.Services;
import io.yett.ike.message.DecodeResult;
import io.yett.ike.message.DeletePayload;
import io.yett.ike.message.ExchangeType;
import io.yett.ike.message.IkeDecoder;
import io.yett.ike.message.IkeEncoder;
import io.yett.ike.message.IkeHeader;
import io.yett.ike.message.IkeMessage;
import io.yett.ike.message.MessageFragment;
import io.yett.ike.message.NotifyPayload;
import io.yett.ike.message.NotifyType;
import io.yett.ike.message.OpenedMessage;
import io.yett.ike.message.ProtectedMessage;
import io.yett.ike.message.ProtectedMessage.Opening;
import io.yett.ike.sa.Extension;
import io.yett.ike.sa.IkeSa;
import io.yett.ike.sa.IkeSaState;
import io.yett.ike.sa.LossCause;
import io.yett.ike.sa.RateLimit;
import io.yett.ike.sa.Reassembly;
import io.yett.ike.sa.ResponseWindow;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * From a datagram to the exchange that it belongs to. What does not prove to come from the peer
 * changes nothing (RFC 7296 §2.4, §2.21). Owned by the engine's thread.
 */
final class Receiver {
  private static final int ANSWERS_TO_STRANGERS_PER_SECOND = 20;

  private final Services s;
  private final IkeSaInitResponder initResponder;
  private final CreateChildResponder createChildResponder;
  private final InformationalResponder informationalResponder;
  private final RateLimit strangers = new RateLimit(ANSWERS_TO_STRANGERS_PER_SECOND);

  Receiver(Services services) {
    this.s = services;
    this.initResponder = new IkeSaInitResponder(services);
    this.createChildResponder = new CreateChildResponder(services);
    this.informationalResponder = new InformationalResponder(services);
  }

  /** Where a datagram went and came from, and its octets. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Datagram(InetSocketAddress local, InetSocketAddress remote, byte[] octets) {}

  void receive(InetSocketAddress local, InetSocketAddress remote, byte[] octets) {
    Datagram datagram = new Datagram(local, remote, octets);
    if (octets.length > EngineLimits.MAX_DATAGRAM) {
      drop(DatagramDrop.MALFORMED);
      return;
    }
    switch (IkeDecoder.decode(octets)) {
      case DecodeResult.Failure failure -> refuse(datagram, failure);
      case DecodeResult.Decoded(IkeMessage message)
          when message.header().exchangeType() == ExchangeType.IKE_SA_INIT ->
          ikeSaInit(datagram, message);
      case DecodeResult.Decoded(IkeMessage message) -> forIkeSa(datagram, message);
    }
  }

  private void refuse(Datagram datagram, DecodeResult.Failure failure) {
    switch (failure.reason()) {
      case OLD_VERSION -> drop(DatagramDrop.IKEV1);
      case MAJOR_VERSION -> {
        drop(DatagramDrop.VERSION);
        answerStranger(datagram, failure.header(), NotifyType.INVALID_MAJOR_VERSION);
      }
      default -> drop(DatagramDrop.MALFORMED);
    }
  }

  private void ikeSaInit(Datagram datagram, IkeMessage message) {
    IkeHeader header = message.header();
    if (header.messageId() != 0) {
      drop(DatagramDrop.MESSAGE_ID);
    } else if (!header.response()) {
      if (header.fromInitiator() && header.responderSpi() == 0) {
        initResponder.handle(datagram.local(), datagram.remote(), message, datagram.octets());
      } else {
        drop(DatagramDrop.MALFORMED);
      }
    } else {
      IkeSa sa = s.ikeSas().find(header.initiatorSpi());
      if (sa == null
          || header.fromInitiator()
          || sa.state() != IkeSaState.CONNECTING
          || !sa.path().remote().equals(datagram.remote())) {
        drop(DatagramDrop.UNEXPECTED_RESPONSE);
      } else {
        s.requests().onResponse(sa, message, datagram.octets());
      }
    }
  }

  private void forIkeSa(Datagram datagram, IkeMessage outer) {
    IkeHeader header = outer.header();
    boolean fromInitiator = header.fromInitiator();
    IkeSa sa = s.ikeSas().find(fromInitiator ? header.responderSpi() : header.initiatorSpi());
    if (sa == null
        || sa.initiator() == fromInitiator
        || sa.remoteSpi() != (fromInitiator ? header.initiatorSpi() : header.responderSpi())) {
      drop(DatagramDrop.UNKNOWN_SPI);
      answerStranger(datagram, header, NotifyType.INVALID_IKE_SPI);
      return;
    }
    if (sa.keys() == null) {
      drop(DatagramDrop.UNPROTECTED);
      return;
    }
    Opening opening = ProtectedMessage.open(datagram.octets(), outer, sa.keys().cipher());
    if (opening instanceof Opening.Failed && repeatedUnderPreviousKeys(sa, datagram, outer)) {
      return;
    }
    switch (opening) {
      case Opening.Failed(DecodeResult.Unauthenticated failure) ->
          drop(
              failure.reason() == DecodeResult.Reason.NOT_PROTECTED
                  ? DatagramDrop.UNPROTECTED
                  : DatagramDrop.INTEGRITY);
      case Opening.Failed(DecodeResult.Authenticated failure) -> malformed(sa, datagram, failure);
      case Opening.Part(MessageFragment fragment) -> fragment(sa, datagram, fragment);
      case Opening.Whole(OpenedMessage message) -> opened(sa, datagram, message);
    }
  }

  /** The answer to IKE_INTERMEDIATE was lost: the request comes again, under the keys before it. */
  private boolean repeatedUnderPreviousKeys(IkeSa sa, Datagram datagram, IkeMessage outer) {
    if (sa.previousKeys() == null || outer.header().response()) {
      return false;
    }
    ResponseWindow.Verdict verdict = sa.responses().judge(outer.header().messageId());
    Opening opening = ProtectedMessage.open(datagram.octets(), outer, sa.previousKeys().cipher());
    if (verdict != ResponseWindow.Verdict.REPEATED || opening instanceof Opening.Failed) {
      return false;
    }
    if (!(opening instanceof Opening.Part(MessageFragment part)) || part.number() == 1) {
      notNew(sa, datagram, verdict);
    }
    return true;
  }

  /** Keeps a fragment that can belong to a message that is waited for (RFC 7383 §2.6). */
  private void fragment(IkeSa sa, Datagram datagram, MessageFragment fragment) {
    IkeHeader header = fragment.header();
    if (!sa.extensions().contains(Extension.FRAGMENTATION)) {
      drop(DatagramDrop.FRAGMENT);
      return;
    }
    if (header.response()) {
      if (!sa.requests().busy() || header.messageId() != sa.requests().messageId()) {
        drop(DatagramDrop.UNEXPECTED_RESPONSE);
        return;
      }
    } else {
      ResponseWindow.Verdict verdict = sa.responses().judge(header.messageId());
      if (verdict != ResponseWindow.Verdict.NEW) {
        if (verdict != ResponseWindow.Verdict.REPEATED || fragment.number() == 1) {
          notNew(sa, datagram, verdict);
        }
        return;
      }
    }
    reassemble(sa, datagram, fragment);
  }

  private void reassemble(IkeSa sa, Datagram datagram, MessageFragment fragment) {
    Reassembly reassembly = sa.fragments(fragment.header().response());
    boolean first = !reassembly.waiting();
    int maxOctets =
        sa.authenticated() ? EngineLimits.MAX_REASSEMBLED : EngineLimits.MAX_REASSEMBLED_HALF_OPEN;
    switch (reassembly.add(fragment, maxOctets)) {
      case COMPLETE -> opened(sa, datagram, reassembly.take());
      case DUPLICATE, TOO_LARGE -> drop(DatagramDrop.FRAGMENT);
      case KEPT -> {
        if (first) {
          reassembly.timer(s.after(EngineLimits.REASSEMBLY_MILLIS, reassembly::clear));
        }
      }
    }
  }

  private void opened(IkeSa sa, Datagram datagram, OpenedMessage opened) {
    switch (opened.decode()) {
      case DecodeResult.Authenticated failure -> malformed(sa, datagram, failure);
      case DecodeResult.Unauthenticated failure ->
          throw new IllegalStateException("what was opened is authenticated");
      case DecodeResult.Decoded(IkeMessage message) when message.header().response() ->
          response(sa, datagram, opened, message);
      case DecodeResult.Decoded(IkeMessage message) -> request(sa, datagram, opened, message);
    }
  }

  private void response(IkeSa sa, Datagram datagram, OpenedMessage opened, IkeMessage message) {
    if (sa.requests().busy() && message.header().messageId() == sa.requests().messageId()) {
      heard(sa, datagram);
    }
    boolean intermediate = message.header().exchangeType() == ExchangeType.IKE_INTERMEDIATE;
    s.requests()
        .onResponse(sa, message, intermediate ? opened.intermediateOctets() : datagram.octets());
  }

  private void request(IkeSa sa, Datagram datagram, OpenedMessage opened, IkeMessage message) {
    ResponseWindow.Verdict verdict = sa.responses().judge(message.header().messageId());
    if (verdict == ResponseWindow.Verdict.NEW) {
      sa.forgetPreviousKeys();
      newRequest(sa, datagram, opened, message);
    } else {
      notNew(sa, datagram, verdict);
    }
  }

  private void notNew(IkeSa sa, Datagram datagram, ResponseWindow.Verdict verdict) {
    switch (verdict) {
      case REPEATED -> s.send(datagram.local(), datagram.remote(), sa.responses().lastResponse());
      case IN_WORK -> drop(DatagramDrop.DUPLICATE);
      case OUTSIDE -> drop(DatagramDrop.MESSAGE_ID);
      case NEW -> throw new IllegalArgumentException("a new request is to be answered");
    }
  }

  private void newRequest(IkeSa sa, Datagram datagram, OpenedMessage opened, IkeMessage message) {
    ExchangeType type = message.header().exchangeType();
    if (sa.state() == IkeSaState.AUTHENTICATING) {
      authentication(sa, datagram, opened, message);
      return;
    }
    if (!sa.authenticated()) {
      drop(DatagramDrop.MESSAGE_ID);
      return;
    }
    heard(sa, datagram);
    if (type == ExchangeType.CREATE_CHILD_SA || deletesChildren(message)) {
      s.lifecycle().decideByUse(sa);
    }
    Answer answer = answer(sa, datagram, message.header());
    switch (type) {
      case CREATE_CHILD_SA -> createChildResponder.handle(sa, message, answer);
      case INFORMATIONAL ->
          informationalResponder.handle(sa, message, answer, datagram.local(), datagram.remote());
      case IKE_FOLLOWUP_KE -> FollowUpResponder.handle(sa, message, answer);
      default -> answer.send(NotifyType.INVALID_SYNTAX);
    }
  }

  /** What comes between IKE_SA_INIT and an authenticated peer. */
  private void authentication(
      IkeSa sa, Datagram datagram, OpenedMessage opened, IkeMessage message) {
    ExchangeType type = message.header().exchangeType();
    boolean auth =
        type == ExchangeType.IKE_AUTH
            && (sa.authentication() instanceof IkeAuthResponder
                || sa.authentication() instanceof EapAuthResponder);
    boolean intermediate =
        type == ExchangeType.IKE_INTERMEDIATE
            && sa.authentication() instanceof IkeIntermediateResponder;
    if (!auth && !intermediate) {
      drop(DatagramDrop.MESSAGE_ID);
      return;
    }
    sa.path(sa.path().withEndpoints(datagram.local(), datagram.remote()));
    sa.lastInboundAt(s.now());
    Answer answer = answer(sa, datagram, message.header());
    if (sa.authentication() instanceof IkeAuthResponder responder) {
      responder.handle(sa, message, answer);
    } else if (sa.authentication() instanceof EapAuthResponder responder) {
      responder.handle(sa, message, answer);
    } else if (sa.authentication() instanceof IkeIntermediateResponder responder) {
      responder.handle(sa, message, opened.intermediateOctets(), answer);
    }
  }

  private static boolean deletesChildren(IkeMessage message) {
    return message.all(DeletePayload.class).stream().anyMatch(d -> !d.deletesIkeSa());
  }

  private Answer answer(IkeSa sa, Datagram datagram, IkeHeader header) {
    return new Answer(s, sa, header, datagram.local(), datagram.remote());
  }

  /** An authenticated, new message: the peer lives, and is there where it came from (§2.23). */
  private void heard(IkeSa sa, Datagram datagram) {
    sa.lastInboundAt(s.now());
    boolean mobike = sa.extensions().contains(Extension.MOBIKE); // then the initiator says so
    if (!mobike && sa.path().natRemote() && !sa.path().remote().equals(datagram.remote())) {
      sa.path(sa.path().withRemote(datagram.remote()));
      s.installation().updatePeer(sa);
      s.events().note(sa.connectionName(), "the peer moved to " + datagram.remote());
    }
  }

  /** The peer itself sends nonsense: said once, and unless harmless the end of the IKE SA. */
  private void malformed(IkeSa sa, Datagram datagram, DecodeResult.Authenticated failure) {
    drop(DatagramDrop.MALFORMED);
    IkeProtocolException error = IkeProtocolException.of(failure).orElse(null);
    if (error == null || sa.state() == IkeSaState.CLOSED) {
      return;
    }
    IkeHeader header = failure.header();
    if (header.response()) {
      if (!sa.requests().busy() || header.messageId() != sa.requests().messageId()) {
        return;
      }
    } else {
      switch (sa.responses().judge(header.messageId())) {
        case NEW -> answer(sa, datagram, header).send(error);
        case REPEATED -> {
          s.send(datagram.local(), datagram.remote(), sa.responses().lastResponse());
          return;
        }
        default -> {
          return;
        }
      }
    }
    if (error.fatal() || header.response()) {
      s.supervisor()
          .report(
              sa.connection(),
              FailureReason.PROTOCOL_ERROR,
              "the peer sent a malformed message: " + failure.detail());
      boolean authenticated = sa.authenticated();
      s.lifecycle().closeLingering(sa, authenticated ? LossCause.PEER_DEAD : LossCause.FAILED);
    }
  }

  /** An unprotected answer with the SPIs and message ID of the question (RFC 7296 §2.21.4). */
  private void answerStranger(Datagram datagram, IkeHeader header, NotifyType type) {
    if (header.response() || header.exchangeType() == null || !strangers.take(s.now())) {
      return;
    }
    IkeHeader answer =
        new IkeHeader(
            header.initiatorSpi(),
            header.responderSpi(),
            header.exchangeType(),
            !header.fromInitiator(),
            true,
            header.messageId());
    s.transport()
        .send(
            datagram.local(),
            datagram.remote(),
            IkeEncoder.encode(new IkeMessage(answer, List.of(NotifyPayload.of(type)))));
  }

  private void drop(DatagramDrop reason) {
    s.events().dropped(reason);
  }
}

package io.yett.ike.exchange;

import io.yett.ike.crypto.Cookies;
import io.yett.ike.crypto.IkeChoice;
import io.yett.ike.crypto.IkeKeys;
import io.yett.ike.crypto.IkeProposals;
import io.yett.ike.crypto.KeyExchange;
import io.yett.ike.engine.DatagramDrop;
import io.yett.ike.engine.FailureReason;
import io.yett.ike.error.IkeProtocolException;
import io.yett.ike.error.InvalidKePayloadException;
import io.yett.ike.error.InvalidSyntaxException;
import io.yett.ike.error.NoProposalChosenException;
import io.yett.ike.message.ExchangeType;
import io.yett.ike.message.IkeEncoder;
import io.yett.ike.message.IkeHeader;
import io.yett.ike.message.IkeMessage;
import io.yett.ike.message.KePayload;
import io.yett.ike.message.NoncePayload;
import io.yett.ike.message.NotifyPayload;
import io.yett.ike.message.NotifyType;
import io.yett.ike.message.Payload;
import io.yett.ike.message.SaPayload;
import io.yett.ike.pad.Candidates;
import io.yett.ike.pad.Connection;
import io.yett.ike.pad.IkeOptions;
import io.yett.ike.pad.PostQuantumKey;
import io.yett.ike.sa.IkeSa;
import io.yett.ike.sa.IkeSaState;
import io.yett.ike.sa.IkeSaTable;
import io.yett.ike.sa.LossCause;
import io.yett.ike.sa.NetworkPath;
import io.yett.ike.sa.RateLimit;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * IKE_SA_INIT as responder (RFC 7296 §1.2): errors and cookies are answered without any state; a
 * half-open IKE SA is made only for an offer that we accept. Owned by the engine's thread.
 */
public final class IkeSaInitResponder {
  private static final long COOKIE_SECRET_NANOS = TimeUnit.SECONDS.toNanos(60);

  /** Of its budget a source may use one part of so many without a cookie. */
  private static final int COOKIES_FROM_PART = 4;

  private static final int ANSWERS_TO_STRANGERS_PER_SECOND = 20;

  private final Services s;
  private final Cookies cookies;
  private final RateLimit strangers = new RateLimit(ANSWERS_TO_STRANGERS_PER_SECOND);
  private long secretSince;

  public IkeSaInitResponder(Services services) {
    this.s = services;
    this.cookies = new Cookies(services.random());
    this.secretSince = Long.MIN_VALUE;
  }

  /** An IKE_SA_INIT request came in. */
  public void handle(
      InetSocketAddress local, InetSocketAddress remote, IkeMessage request, byte[] raw) {
    IkeSaTable.InitKey key = new IkeSaTable.InitKey(remote, digest(raw));
    IkeSa known = s.ikeSas().findHalfOpen(key);
    if (known != null) {
      s.send(local, remote, known.responses().lastResponse());
      return;
    }
    Candidates candidates = s.pad().candidates(local.getAddress(), remote.getAddress());
    if (candidates.isEmpty()) {
      s.events().dropped(DatagramDrop.NO_CONNECTION);
      if (strangers.take(s.now())) {
        answer(local, remote, request, NotifyPayload.of(NotifyType.NO_PROPOSAL_CHOSEN));
      }
      return;
    }
    if (s.ikeSas().halfOpenCount() >= s.settings().halfOpenLimit()) {
      s.events().dropped(DatagramDrop.HALF_OPEN_LIMIT);
      return;
    }
    int ofSource = s.ikeSas().sources().used(remote.getAddress());
    if (ofSource >= s.settings().halfOpenPerSource()) {
      s.events().dropped(DatagramDrop.SOURCE_LIMIT);
      return;
    }
    try {
      if (suspicious(ofSource) && !cookieReturned(remote, request)) {
        s.events().dropped(DatagramDrop.COOKIE_REQUIRED);
        answer(
            local, remote, request, NotifyPayload.of(NotifyType.COOKIE, cookie(remote, request)));
        return;
      }
      accept(NetworkPath.of(local, remote), candidates, request, raw, key);
    } catch (IkeProtocolException e) {
      if (e instanceof NoProposalChosenException) {
        s.supervisor()
            .suspect(candidates.first(), FailureReason.NO_PROPOSAL_CHOSEN, e.getMessage());
      }
      answer(local, remote, request, e.toNotify());
    }
  }

  /**
   * Whether so much is half-open that who goes on must show that it is where it says. A source is
   * asked before its budget is used up, so that nobody else can use it up in its name.
   */
  private boolean suspicious(int ofSource) {
    return s.ikeSas().halfOpenCount() >= s.settings().cookieThreshold()
        || ofSource >= Math.max(1, s.settings().halfOpenPerSource() / COOKIES_FROM_PART);
  }

  private void accept(
      NetworkPath path,
      Candidates candidates,
      IkeMessage request,
      byte[] raw,
      IkeSaTable.InitKey key)
      throws IkeProtocolException {
    KePayload ke = require(request, KePayload.class);
    byte[] nonceI = require(request, NoncePayload.class).nonce();
    IkeChoice choice = choose(candidates, require(request, SaPayload.class));
    if (ke.method() != choice.suite().keyExchange().id().number()) {
      throw new InvalidKePayloadException(choice.suite().keyExchange().id().number());
    }
    Extensions.requireIntermediate(request, choice.suite());
    boolean force = candidates.first().forceEncapsulation();
    long spiI = request.header().initiatorSpi();
    long spiR = s.ikeSas().newSpi();
    byte[] nonceR = s.nonce();
    IkeSa sa = new IkeSa(false, spiR, spiI, Handshake.detectNat(path, request, force), s.now());
    byte[] secret = {};
    List<Payload> payloads;
    try (KeyExchange keyExchange = KeyExchange.respond(choice.suite().keyExchange(), s.random())) {
      secret = keyExchange.agree(ke.publicValue());
      sa.keys(
          IkeKeys.derive(choice.suite(), false, secret, nonceI, nonceR, spiI, spiR, s.random()));
      payloads = payloads(choice, keyExchange, nonceR);
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
    payloads.addAll(CertificateOffers.requests(candidates.certificateDemand()));
    payloads.addAll(Handshake.natNotifies(spiI, spiR, path, force));
    payloads.addAll(Extensions.answer(sa, request, options(candidates)));
    if (request.has(NotifyType.SIGNATURE_HASH_ALGORITHMS)) {
      payloads.addAll(CertificateOffers.hashes(candidates.certificateDemand()));
    }
    IkeMessage message = new IkeMessage(sa.header(ExchangeType.IKE_SA_INIT, true, 0), payloads);
    byte[] response = IkeEncoder.encode(message);
    s.events().sending("", message);
    sa.responses().begin();
    sa.responses().end(List.of(response));
    Handshake handshake =
        new Handshake(raw, response, nonceI, nonceR, CertificateOffers.peerHashes(request));
    IkeAuthResponder auth = new IkeAuthResponder(s, candidates, choice.answer(), handshake);
    sa.authentication(IkeIntermediateResponder.before(auth, sa, s, handshake));
    s.ikeSas().addHalfOpen(key, sa);
    s.lifecycle().state(sa, IkeSaState.AUTHENTICATING);
    sa.guardTimer(
        s.after(
            TimeUnit.SECONDS.toMillis(s.settings().halfOpenSeconds()),
            () -> s.lifecycle().close(sa, LossCause.FAILED)));
    s.events().exchange("", ExchangeType.IKE_SA_INIT.name(), false, true);
    s.transport().send(path.local(), path.remote(), response);
  }

  /** Of the first connection, with the post-quantum preshared key of any. */
  private static IkeOptions options(Candidates candidates) {
    IkeOptions options = candidates.first().options();
    PostQuantumKey ppk = candidates.firstPpk();
    return ppk == null ? options : options.withPpk(ppk);
  }

  private static List<Payload> payloads(IkeChoice choice, KeyExchange ke, byte[] nonceR) {
    List<Payload> payloads = new ArrayList<>();
    payloads.add(choice.answer());
    payloads.add(ke.payload());
    payloads.add(new NoncePayload(nonceR));
    return payloads;
  }

  /** The first connection that accepts an offer decides; IKE_AUTH tells which one it is for. */
  private static IkeChoice choose(Candidates candidates, SaPayload offer)
      throws IkeProtocolException {
    NoProposalChosenException none = null;
    for (Connection candidate : candidates.ofDistinctProposals()) {
      try {
        return IkeProposals.parse(candidate.proposals()).choose(offer, 0);
      } catch (NoProposalChosenException e) {
        none = none == null ? e : none;
      }
    }
    throw none == null ? new NoProposalChosenException("no connection") : none;
  }

  private byte[] cookie(InetSocketAddress remote, IkeMessage request)
      throws InvalidSyntaxException {
    byte[] nonce = require(request, NoncePayload.class).nonce();
    return cookies.make(nonce, remote.getAddress(), request.header().initiatorSpi());
  }

  private boolean cookieReturned(InetSocketAddress remote, IkeMessage request)
      throws InvalidSyntaxException {
    if (secretSince == Long.MIN_VALUE || s.now() - secretSince > COOKIE_SECRET_NANOS) {
      cookies.rotate();
      secretSince = s.now();
    }
    NotifyPayload returned = request.notify(NotifyType.COOKIE).orElse(null);
    byte[] nonce = require(request, NoncePayload.class).nonce();
    return returned != null
        && cookies.verify(
            returned.data(), nonce, remote.getAddress(), request.header().initiatorSpi());
  }

  private static <P extends Payload> P require(IkeMessage message, Class<P> kind)
      throws InvalidSyntaxException {
    return message
        .first(kind)
        .orElseThrow(
            () -> new InvalidSyntaxException("IKE_SA_INIT without " + kind.getSimpleName()));
  }

  /** Answers without state: our SPI is 0. */
  private void answer(
      InetSocketAddress local, InetSocketAddress remote, IkeMessage request, NotifyPayload notify) {
    IkeHeader header =
        new IkeHeader(request.header().initiatorSpi(), 0, ExchangeType.IKE_SA_INIT, false, true, 0);
    s.events().exchange("", ExchangeType.IKE_SA_INIT.name(), false, false);
    IkeMessage message = new IkeMessage(header, List.of(notify));
    s.events().sending("", message);
    s.transport().send(local, remote, IkeEncoder.encode(message));
  }

  private static ByteBuffer digest(byte[] raw) {
    try {
      return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(raw));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK lacks SHA-256", e);
    }
  }
}

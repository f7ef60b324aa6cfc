package io.yett.ike.exchange;

import io.yett.ike.crypto.IkeChoice;
import io.yett.ike.crypto.IkeKeys;
import io.yett.ike.crypto.IkeProposals;
import io.yett.ike.crypto.KeyExchange;
import io.yett.ike.crypto.KeyExchangeMethod;
import io.yett.ike.engine.FailureReason;
import io.yett.ike.error.IkeProtocolException;
import io.yett.ike.error.InvalidSyntaxException;
import io.yett.ike.message.ExchangeType;
import io.yett.ike.message.IkeLimits;
import io.yett.ike.message.IkeMessage;
import io.yett.ike.message.KePayload;
import io.yett.ike.message.NoncePayload;
import io.yett.ike.message.NotifyPayload;
import io.yett.ike.message.NotifyType;
import io.yett.ike.message.Payload;
import io.yett.ike.message.SaPayload;
import io.yett.ike.pad.CertificateDemand;
import io.yett.ike.pad.Child;
import io.yett.ike.pad.Connection;
import io.yett.ike.sa.IkeSa;
import io.yett.ike.sa.IkeSaState;
import io.yett.ike.sa.InitiatedExchange;
import io.yett.ike.sa.NetworkPath;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * IKE_SA_INIT as initiator (RFC 7296 §1.2). Nothing in the answer is authenticated, so an error in
 * it is a hint: it is reported, and we go on waiting for a better answer (§2.21.1).
 */
public final class IkeSaInit implements InitiatedExchange {
  /** Times that the peer may ask for a cookie or another group before it is not believed. */
  private static final int MAX_RETRIES = 6;

  private static final int NAT_T_PORT = 4500;

  private final Services s;
  private final Child child;
  private final IkeProposals proposals;
  private final byte[] nonce;
  private KeyExchangeMethod method;
  private KeyExchange keyExchange;
  private IkeKeys keys;
  private byte[] cookie = {};
  private byte[] request = {};
  private int retries;
  private boolean reported;

  /**
   * Prepares.
   *
   * @param child the first Child SA, made in IKE_AUTH
   */
  public IkeSaInit(Services services, Connection connection, Child child) {
    this.s = services;
    this.child = child;
    this.proposals = IkeProposals.parse(connection.proposals());
    this.nonce = services.nonce();
    this.method = proposals.firstKeyExchange();
  }

  @Override
  public ExchangeType type() {
    return ExchangeType.IKE_SA_INIT;
  }

  @Override
  public List<Payload> build(IkeSa sa) {
    if (keyExchange == null) {
      keyExchange = KeyExchange.generate(method, s.random());
    }
    List<Payload> payloads = new ArrayList<>();
    if (cookie.length > 0) {
      payloads.add(NotifyPayload.of(NotifyType.COOKIE, cookie));
    }
    payloads.add(proposals.offer(0));
    payloads.add(keyExchange.payload());
    payloads.add(new NoncePayload(nonce));
    payloads.addAll(
        Handshake.natNotifies(sa.localSpi(), 0, sa.path(), sa.connection().forceEncapsulation()));
    payloads.addAll(Extensions.offer(sa.connection()));
    payloads.addAll(CertificateOffers.hashes(CertificateDemand.of(sa.connection())));
    return payloads;
  }

  @Override
  public void sent(byte[] octets) {
    request = octets;
  }

  @Override
  public boolean accepts(IkeSa sa, IkeMessage response) {
    if (response.has(NotifyType.COOKIE) || response.has(NotifyType.INVALID_KE_PAYLOAD)) {
      return retries < MAX_RETRIES && asksForMore(response);
    }
    try {
      NotifyPayload error = response.firstError().orElse(null);
      if (error != null) {
        hint(sa, PeerErrors.reason(error), PeerErrors.text(error, sa.connection().proposals()));
        return false;
      }
      keys = deriveKeys(sa, response);
      return true;
    } catch (IkeProtocolException e) {
      hint(sa, PeerErrors.reason(e), e.getMessage());
      return false;
    }
  }

  /**
   * Whether it asks for what our last request had not. If not, it answers an older request, or one
   * that was repeated; another private value now would spoil the answer that is on its way.
   */
  private boolean asksForMore(IkeMessage response) {
    return response
        .notify(NotifyType.COOKIE)
        .map(asked -> !Arrays.equals(asked.data(), cookie))
        .orElseGet(() -> {
          byte[] data = response.notify(NotifyType.INVALID_KE_PAYLOAD).orElseThrow().data();
          int asked = data.length == 2 ? (data[0] & 0xff) << 8 | (data[1] & 0xff) : 0;
          return asked != method.id().number();
        });
  }

  /** Reports what the answer says, once: whoever sent it is not authenticated. */
  private void hint(IkeSa sa, FailureReason reason, String text) {
    if (!reported) {
      reported = true;
      s.supervisor().report(sa.connection(), reason, text);
    }
  }

  @Override
  public void process(IkeSa sa, IkeMessage response, byte[] raw) {
    if (keys != null) {
      complete(sa, response, raw);
      return;
    }
    retries++;
    try {
      NotifyPayload cookieAsked = response.notify(NotifyType.COOKIE).orElse(null);
      if (cookieAsked != null) {
        useCookie(cookieAsked);
      } else {
        useGroup(response.notify(NotifyType.INVALID_KE_PAYLOAD).orElseThrow());
      }
    } catch (IkeProtocolException e) {
      hint(sa, PeerErrors.reason(e), e.getMessage());
    }
    // The same SPI and message ID, another request (RFC 7296 §2.6, §1.2).
    sa.requests().restore(0);
    s.requests().enqueue(sa, this);
  }

  private void useCookie(NotifyPayload notify) throws InvalidSyntaxException {
    if (notify.data().length == 0 || notify.data().length > IkeLimits.MAX_COOKIE_OCTETS) {
      throw new InvalidSyntaxException("cookie of " + notify.data().length + " octets");
    }
    cookie = notify.data().clone();
  }

  private void useGroup(NotifyPayload notify) throws InvalidSyntaxException {
    byte[] data = notify.data();
    KeyExchangeMethod wanted =
        data.length == 2 ? KeyExchangeMethod.of((data[0] & 0xff) << 8 | (data[1] & 0xff)) : null;
    if (wanted == null || !proposals.offers(wanted)) {
      throw new InvalidSyntaxException(
          "the peer asks for a key exchange method that we did not propose");
    }
    method = wanted;
    close();
  }

  private IkeKeys deriveKeys(IkeSa sa, IkeMessage response) throws IkeProtocolException {
    SaPayload answer = response.first(SaPayload.class).orElse(null);
    KePayload ke = response.first(KePayload.class).orElse(null);
    NoncePayload nonceR = response.first(NoncePayload.class).orElse(null);
    long spiR = response.header().responderSpi();
    if (answer == null || ke == null || nonceR == null || spiR == 0) {
      throw new InvalidSyntaxException("an IKE_SA_INIT answer lacks SA, KE, nonce or SPI");
    }
    IkeChoice choice = proposals.accept(answer, false);
    if (ke.method() != method.id().number() || choice.suite().keyExchange() != method) {
      throw new InvalidSyntaxException("the peer answered with another key exchange method");
    }
    Extensions.requireIntermediate(response, choice.suite());
    byte[] secret = keyExchange.agree(ke.publicValue());
    try {
      return IkeKeys.derive(
          choice.suite(), true, secret, nonce, nonceR.nonce(), sa.localSpi(), spiR, s.random());
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  private void complete(IkeSa sa, IkeMessage response, byte[] raw) {
    close();
    byte[] nonceR = response.first(NoncePayload.class).orElseThrow().nonce();
    sa.keys(keys);
    sa.remoteSpi(response.header().responderSpi());
    Extensions.accept(sa, response, sa.connection().options());
    NetworkPath seen =
        Handshake.detectNat(sa.path(), response, sa.connection().forceEncapsulation());
    // MOBIKE goes over port 4500 from the start, so that a NAT may come later (RFC 4555 §3.3).
    boolean mobile =
        sa.connection().options().mobike() && response.has(NotifyType.NAT_DETECTION_SOURCE_IP);
    sa.path(moved(seen, mobile));
    s.lifecycle().state(sa, IkeSaState.AUTHENTICATING);
    Handshake handshake =
        new Handshake(request, raw, nonce, nonceR, CertificateOffers.peerHashes(response));
    s.requests().enqueue(sa, IkeIntermediate.after(sa, s, child, handshake));
  }

  /** With a NAT, or as if, everything goes on over port 4500 (RFC 7296 §2.23). */
  private static NetworkPath moved(NetworkPath path, boolean always) {
    if ((!path.encapsulated() && !always) || path.local().getPort() == NAT_T_PORT) {
      return path;
    }
    return path.withEndpoints(
        new InetSocketAddress(path.local().getAddress(), NAT_T_PORT),
        new InetSocketAddress(path.remote().getAddress(), NAT_T_PORT));
  }

  private void close() {
    if (keyExchange != null) {
      keyExchange.close();
      keyExchange = null;
    }
  }

  @Override
  public void abandoned() {
    close();
  }
}

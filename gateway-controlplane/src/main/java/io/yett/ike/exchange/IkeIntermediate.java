package io.yett.ike.exchange;

import io.yett.ike.crypto.IkeKeys;
import io.yett.ike.crypto.IntermediateAuth;
import io.yett.ike.crypto.KeyExchange;
import io.yett.ike.crypto.KeyExchangeMethod;
import io.yett.ike.error.IkeProtocolException;
import io.yett.ike.error.InvalidSyntaxException;
import io.yett.ike.message.ExchangeType;
import io.yett.ike.message.IkeEncoder;
import io.yett.ike.message.IkeMessage;
import io.yett.ike.message.KePayload;
import io.yett.ike.message.NotifyPayload;
import io.yett.ike.message.Payload;
import io.yett.ike.pad.Child;
import io.yett.ike.sa.IkeSa;
import io.yett.ike.sa.InitiatedExchange;
import io.yett.ike.sa.LossCause;
import java.util.Arrays;
import java.util.List;

/** IKE_INTERMEDIATE as initiator: one additional key exchange (RFC 9242, RFC 9370 §2.2.2). */
final class IkeIntermediate implements InitiatedExchange {
  private final Services s;
  private final Child child;
  private final Handshake handshake;
  private final List<KeyExchangeMethod> methods;
  private final IntermediateAuth auth;
  private KeyExchange keyExchange;
  private byte[] request = {};

  private IkeIntermediate(
      Services services,
      Child child,
      Handshake handshake,
      List<KeyExchangeMethod> methods,
      IntermediateAuth auth) {
    this.s = services;
    this.child = child;
    this.handshake = handshake;
    this.methods = methods;
    this.auth = auth;
  }

  /** What follows IKE_SA_INIT: the additional key exchanges that were agreed on, then IKE_AUTH. */
  static InitiatedExchange after(IkeSa sa, Services s, Child child, Handshake handshake) {
    return next(s, child, handshake, sa.suite().additional(), new IntermediateAuth());
  }

  private static InitiatedExchange next(
      Services s,
      Child child,
      Handshake handshake,
      List<KeyExchangeMethod> methods,
      IntermediateAuth auth) {
    return methods.isEmpty()
        ? new IkeAuth(s, child, handshake)
        : new IkeIntermediate(s, child, handshake, methods, auth);
  }

  @Override
  public ExchangeType type() {
    return ExchangeType.IKE_INTERMEDIATE;
  }

  @Override
  public List<Payload> build(IkeSa sa) {
    keyExchange = KeyExchange.generate(methods.getFirst(), s.random());
    List<Payload> payloads = List.of(keyExchange.payload());
    int messageId = sa.requests().messageId();
    request =
        IkeEncoder.intermediateOctets(
            new IkeMessage(sa.header(type(), false, messageId), payloads));
    return payloads;
  }

  @Override
  public void process(IkeSa sa, IkeMessage response, byte[] raw) {
    try {
      NotifyPayload error = response.firstError().orElse(null);
      if (error != null) {
        s.supervisor()
            .report(
                sa.connection(),
                PeerErrors.reason(error),
                "additional key exchange: " + PeerErrors.text(error, sa.connection().proposals()));
        s.lifecycle().close(sa, LossCause.FAILED);
        return;
      }
      IkeKeys old = sa.keys();
      IkeKeys keys = deriveKeys(sa, response);
      auth.add(old, request, raw);
      sa.keys(keys);
      old.destroy();
    } catch (IkeProtocolException e) {
      s.supervisor().report(sa.connection(), PeerErrors.reason(e), e.getMessage());
      s.lifecycle().close(sa, LossCause.FAILED);
      return;
    } finally {
      abandoned();
    }
    List<KeyExchangeMethod> left = methods.subList(1, methods.size());
    if (left.isEmpty()) {
      sa.keys().intermediateAuth(auth.octets(sa.requests().messageId()));
    }
    s.requests().enqueue(sa, next(s, child, handshake, left, auth));
  }

  private IkeKeys deriveKeys(IkeSa sa, IkeMessage response) throws IkeProtocolException {
    KePayload ke = response.first(KePayload.class).orElse(null);
    if (ke == null || ke.method() != methods.getFirst().id().number()) {
      throw new InvalidSyntaxException("an IKE_INTERMEDIATE answer lacks the key exchange");
    }
    byte[] secret = keyExchange.agree(ke.publicValue());
    try {
      return sa.keys()
          .afterIntermediate(
              secret,
              handshake.nonceI(),
              handshake.nonceR(),
              sa.initiatorSpi(),
              sa.responderSpi(),
              s.random());
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  @Override
  public void abandoned() {
    if (keyExchange != null) {
      keyExchange.close();
      keyExchange = null;
    }
  }
}

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
import io.yett.ike.message.Payload;
import io.yett.ike.sa.IkeSa;
import io.yett.ike.sa.LossCause;
import io.yett.ike.sa.PendingAuthentication;
import java.util.Arrays;
import java.util.List;

/** IKE_INTERMEDIATE as responder: one additional key exchange (RFC 9242, RFC 9370 §2.2.2). */
public final class IkeIntermediateResponder implements PendingAuthentication {
  private final Services s;
  private final Handshake handshake;
  private final List<KeyExchangeMethod> methods;
  private final IntermediateAuth auth;
  private final IkeAuthResponder last;

  private IkeIntermediateResponder(
      Services services,
      Handshake handshake,
      List<KeyExchangeMethod> methods,
      IntermediateAuth auth,
      IkeAuthResponder last) {
    this.s = services;
    this.handshake = handshake;
    this.methods = methods;
    this.auth = auth;
    this.last = last;
  }

  /**
   * What is to come after IKE_SA_INIT: additional key exchanges if there are any, then IKE_AUTH.
   */
  static PendingAuthentication before(
      IkeAuthResponder last, IkeSa sa, Services s, Handshake handshake) {
    List<KeyExchangeMethod> methods = sa.suite().additional();
    return methods.isEmpty()
        ? last
        : new IkeIntermediateResponder(s, handshake, methods, new IntermediateAuth(), last);
  }

  /**
   * A protected IKE_INTERMEDIATE request came in.
   *
   * @param octets of it that AUTH signs, see {@link IkeEncoder#intermediateOctets}
   */
  public void handle(IkeSa sa, IkeMessage request, byte[] octets, Answer answer) {
    try {
      KePayload ke = request.first(KePayload.class).orElse(null);
      KeyExchangeMethod method = methods.getFirst();
      if (ke == null || ke.method() != method.id().number()) {
        throw new InvalidSyntaxException("IKE_INTERMEDIATE lacks key exchange " + method.text());
      }
      exchange(sa, ke, method, request, octets, answer);
    } catch (IkeProtocolException e) {
      answer.send(e);
      s.lifecycle().closeLingering(sa, LossCause.FAILED);
      return;
    }
    List<KeyExchangeMethod> left = methods.subList(1, methods.size());
    if (left.isEmpty()) {
      sa.keys().intermediateAuth(auth.octets(sa.responses().expected()));
      sa.authentication(last);
    } else {
      sa.authentication(new IkeIntermediateResponder(s, handshake, left, auth, last));
    }
  }

  private void exchange(
      IkeSa sa,
      KePayload ke,
      KeyExchangeMethod method,
      IkeMessage request,
      byte[] octets,
      Answer answer)
      throws IkeProtocolException {
    byte[] secret = {};
    try (KeyExchange keyExchange = KeyExchange.respond(method, s.random())) {
      secret = keyExchange.agree(ke.publicValue());
      IkeKeys keys =
          sa.keys()
              .afterIntermediate(
                  secret,
                  handshake.nonceI(),
                  handshake.nonceR(),
                  sa.initiatorSpi(),
                  sa.responderSpi(),
                  s.random());
      List<Payload> payloads = List.of(keyExchange.payload());
      int messageId = request.header().messageId();
      IkeMessage response =
          new IkeMessage(sa.header(ExchangeType.IKE_INTERMEDIATE, true, messageId), payloads);
      auth.add(sa.keys(), octets, IkeEncoder.intermediateOctets(response));
      answer.send(payloads);
      sa.replaceKeys(keys);
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }
}

package io.yett.ike.exchange;

import io.yett.ike.crypto.KeyExchange;
import io.yett.ike.crypto.KeyExchangeMethod;
import io.yett.ike.error.IkeProtocolException;
import io.yett.ike.error.InvalidSyntaxException;
import io.yett.ike.message.ExchangeType;
import io.yett.ike.message.IkeMessage;
import io.yett.ike.message.KePayload;
import io.yett.ike.message.NotifyPayload;
import io.yett.ike.message.NotifyType;
import io.yett.ike.message.Payload;
import io.yett.ike.sa.IkeSa;
import io.yett.ike.sa.InitiatedExchange;
import java.util.Arrays;
import java.util.List;

/**
 * IKE_FOLLOWUP_KE as initiator: one additional key exchange after CREATE_CHILD_SA (RFC 9370
 * §2.2.4). It goes out at once, before whatever else waits.
 */
final class FollowUp implements InitiatedExchange {
  private final Services s;
  private final Origin origin;
  private final List<KeyExchangeMethod> methods;
  private final byte[] link;
  private byte[] secrets;
  private KeyExchange keyExchange;

  /** The CREATE_CHILD_SA exchange that these belong to. */
  interface Origin {
    /**
     * All key exchanges are done.
     *
     * @param secrets their secrets one after the other; wiped after the call
     */
    void followedUp(IkeSa sa, byte[] secrets) throws IkeProtocolException;

    /** The peer answered with an error. */
    void followUpRefused(IkeSa sa, NotifyPayload error);

    /** We cannot accept what the peer answered. */
    void followUpFailed(IkeSa sa, IkeProtocolException error);

    /** The IKE SA ended. */
    void abandoned();

    /** Whether it makes a Child SA; else it rekeys the IKE SA. */
    boolean concernsChildren();

    /** Our SPI of the Child SA; 0 for an IKE SA. */
    int spi();
  }

  private FollowUp(
      Services services,
      Origin origin,
      List<KeyExchangeMethod> methods,
      byte[] link,
      byte[] secrets) {
    this.s = services;
    this.origin = origin;
    this.methods = methods;
    this.link = link;
    this.secrets = secrets;
  }

  /** Begins with the first of these. */
  static void begin(
      Services s, IkeSa sa, Origin origin, List<KeyExchangeMethod> methods, IkeMessage response)
      throws InvalidSyntaxException {
    sa.queue().addFirst(new FollowUp(s, origin, methods, link(response), new byte[0]));
  }

  private static byte[] link(IkeMessage response) throws InvalidSyntaxException {
    return response
        .notify(NotifyType.ADDITIONAL_KEY_EXCHANGE)
        .orElseThrow(() -> new InvalidSyntaxException("an answer lacks ADDITIONAL_KEY_EXCHANGE"))
        .data();
  }

  Origin origin() {
    return origin;
  }

  @Override
  public ExchangeType type() {
    return ExchangeType.IKE_FOLLOWUP_KE;
  }

  @Override
  public boolean concernsChildren() {
    return origin.concernsChildren();
  }

  @Override
  public List<Payload> build(IkeSa sa) {
    keyExchange = KeyExchange.generate(methods.getFirst(), s.random());
    return List.of(
        keyExchange.payload(), NotifyPayload.of(NotifyType.ADDITIONAL_KEY_EXCHANGE, link));
  }

  @Override
  public void process(IkeSa sa, IkeMessage response, byte[] raw) {
    try {
      NotifyPayload error = response.firstError().orElse(null);
      if (error != null) {
        origin.followUpRefused(sa, error);
        return;
      }
      agree(response);
      if (methods.size() == 1) {
        origin.followedUp(sa, secrets);
      } else {
        List<KeyExchangeMethod> left = methods.subList(1, methods.size());
        sa.queue().addFirst(new FollowUp(s, origin, left, link(response), secrets.clone()));
      }
    } catch (IkeProtocolException e) {
      origin.followUpFailed(sa, e);
    } finally {
      close();
    }
  }

  private void agree(IkeMessage response) throws InvalidSyntaxException {
    KePayload ke = response.first(KePayload.class).orElse(null);
    if (ke == null || ke.method() != methods.getFirst().id().number()) {
      throw new InvalidSyntaxException("an IKE_FOLLOWUP_KE answer lacks the key exchange");
    }
    byte[] secret = keyExchange.agree(ke.publicValue());
    secrets = Secrets.append(secrets, secret);
  }

  private void close() {
    Arrays.fill(secrets, (byte) 0);
    if (keyExchange != null) {
      keyExchange.close();
      keyExchange = null;
    }
  }

  @Override
  public void abandoned() {
    close();
    origin.abandoned();
  }
}

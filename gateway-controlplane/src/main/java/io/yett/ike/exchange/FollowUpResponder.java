package io.yett.ike.exchange;

import io.yett.ike.crypto.ConstantTime;
import io.yett.ike.crypto.KeyExchange;
import io.yett.ike.crypto.KeyExchangeMethod;
import io.yett.ike.error.IkeProtocolException;
import io.yett.ike.error.InvalidSyntaxException;
import io.yett.ike.message.IkeMessage;
import io.yett.ike.message.KePayload;
import io.yett.ike.message.NotifyPayload;
import io.yett.ike.message.NotifyType;
import io.yett.ike.message.Payload;
import io.yett.ike.sa.IkeSa;
import io.yett.ike.sa.PendingCreation;
import io.yett.ike.sa.Timers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * IKE_FOLLOWUP_KE as responder: additional key exchanges of one CREATE_CHILD_SA (RFC 9370 §2.2.4).
 */
public final class FollowUpResponder implements PendingCreation {
  private static final int LINK_OCTETS = 16;

  private final Services s;
  private final Completion completion;
  private final Runnable dropped;
  private final Timers.Timer timer;
  private List<KeyExchangeMethod> methods;
  private byte[] link;
  private byte[] secrets = {};

  /** Makes the SA. */
  @FunctionalInterface
  interface Completion {
    /**
     * All key exchanges are done.
     *
     * @param secrets of the additional ones; wiped after the call
     * @param payloads of the answer
     */
    void complete(byte[] secrets, List<Payload> payloads, Answer answer)
        throws IkeProtocolException;
  }

  private FollowUpResponder(
      Services services,
      IkeSa sa,
      List<KeyExchangeMethod> methods,
      Completion completion,
      Runnable dropped) {
    this.s = services;
    this.methods = methods;
    this.completion = completion;
    this.dropped = dropped;
    this.link = newLink();
    this.timer = s.after(Lifecycle.REPLACED_MILLIS, () -> sa.pendingCreation(null));
  }

  /**
   * Answers CREATE_CHILD_SA: at once with the SA, or with the request for additional key exchanges.
   *
   * @param payloads of the answer
   * @param dropped run if the SA comes to nothing
   */
  static void proceed(
      Services s,
      IkeSa sa,
      List<KeyExchangeMethod> methods,
      List<Payload> payloads,
      Answer answer,
      Completion completion,
      Runnable dropped)
      throws IkeProtocolException {
    if (methods.isEmpty()) {
      completion.complete(new byte[0], payloads, answer);
      return;
    }
    FollowUpResponder pending = new FollowUpResponder(s, sa, methods, completion, dropped);
    sa.pendingCreation(pending);
    List<Payload> all = new ArrayList<>(payloads);
    all.add(pending.linkNotify());
    answer.send(all);
  }

  /** A protected IKE_FOLLOWUP_KE request came in. */
  public static void handle(IkeSa sa, IkeMessage request, Answer answer) {
    NotifyPayload link = request.notify(NotifyType.ADDITIONAL_KEY_EXCHANGE).orElse(null);
    if (link == null
        || !(sa.pendingCreation() instanceof FollowUpResponder pending)
        || !ConstantTime.equals(pending.link, link.data())) {
      answer.send(NotifyType.STATE_NOT_FOUND);
      return;
    }
    try {
      pending.exchange(sa, request, answer);
    } catch (IkeProtocolException e) {
      sa.pendingCreation(null);
      answer.send(e);
    }
  }

  private void exchange(IkeSa sa, IkeMessage request, Answer answer) throws IkeProtocolException {
    KePayload ke = request.first(KePayload.class).orElse(null);
    KeyExchangeMethod method = methods.getFirst();
    if (ke == null || ke.method() != method.id().number()) {
      throw new InvalidSyntaxException("IKE_FOLLOWUP_KE lacks key exchange " + method.text());
    }
    List<Payload> payloads = new ArrayList<>();
    try (KeyExchange keyExchange = KeyExchange.respond(method, s.random())) {
      secrets = Secrets.append(secrets, keyExchange.agree(ke.publicValue()));
      payloads.add(keyExchange.payload());
    }
    methods = methods.subList(1, methods.size());
    if (!methods.isEmpty()) {
      link = newLink();
      payloads.add(linkNotify());
      answer.send(payloads);
      return;
    }
    timer.cancel();
    sa.pendingCreationDone();
    try {
      completion.complete(secrets, payloads, answer);
    } finally {
      Arrays.fill(secrets, (byte) 0);
    }
  }

  private byte[] newLink() {
    byte[] octets = new byte[LINK_OCTETS];
    s.random().nextBytes(octets);
    return octets;
  }

  private NotifyPayload linkNotify() {
    return NotifyPayload.of(NotifyType.ADDITIONAL_KEY_EXCHANGE, link);
  }

  @Override
  public void drop() {
    timer.cancel();
    Arrays.fill(secrets, (byte) 0);
    dropped.run();
  }
}

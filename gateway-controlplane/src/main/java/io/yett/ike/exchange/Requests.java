package io.yett.ike.exchange;

import io.yett.ike.engine.DatagramDrop;
import io.yett.ike.message.ExchangeType;
import io.yett.ike.message.IkeEncoder;
import io.yett.ike.message.IkeMessage;
import io.yett.ike.message.Payload;
import io.yett.ike.sa.IkeSa;
import io.yett.ike.sa.IkeSaState;
import io.yett.ike.sa.InitiatedExchange;
import io.yett.ike.sa.RequestWindow;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Sends our requests, one at a time for each IKE SA, and again until they are answered (RFC 7296
 * §2.1, §2.3, §2.4). Owned by the engine's thread.
 */
public final class Requests {
  private final Services s;

  Requests(Services services) {
    this.s = services;
  }

  /** Queues an exchange, and begins it if the window is free. */
  public void enqueue(IkeSa sa, InitiatedExchange exchange) {
    sa.queue().add(exchange);
    pump(sa);
  }

  /** Begins the next exchange if the window is free. */
  public void pump(IkeSa sa) {
    while (sa.current() == null && !sa.queue().isEmpty() && sa.state() != IkeSaState.CLOSED) {
      InitiatedExchange exchange = sa.queue().poll();
      List<Payload> payloads = exchange.build(sa);
      if (payloads != null) {
        sa.current(exchange);
        begin(sa, exchange, payloads);
      }
    }
  }

  /**
   * An answer came in; if protected, it is authenticated.
   *
   * @param raw as it was received
   */
  public void onResponse(IkeSa sa, IkeMessage response, byte[] raw) {
    RequestWindow window = sa.requests();
    InitiatedExchange exchange = sa.current();
    if (exchange == null
        || response.header().messageId() != window.messageId()
        || response.header().exchangeType() != exchange.type()) {
      s.events().dropped(DatagramDrop.UNEXPECTED_RESPONSE);
      return;
    }
    if (!exchange.accepts(sa, response)) {
      return;
    }
    window.end();
    sa.current(null);
    s.events()
        .exchange(
            sa.connectionName(), exchange.type().name(), true, response.firstError().isEmpty());
    exchange.process(sa, response, raw);
    s.lifecycle().checkpoint(sa);
    pump(sa);
  }

  /** Sends the request that a checkpoint held, as if for the first time. */
  void resume(IkeSa sa, InitiatedExchange exchange, List<byte[]> request) {
    sa.current(exchange);
    sa.requests().begin(request, s.now());
    transmit(sa);
  }

  private void begin(IkeSa sa, InitiatedExchange exchange, List<Payload> payloads) {
    RequestWindow window = sa.requests();
    IkeMessage message =
        new IkeMessage(sa.header(exchange.type(), false, window.messageId()), payloads);
    List<byte[]> datagrams =
        exchange.type() == ExchangeType.IKE_SA_INIT
            ? List.of(IkeEncoder.encode(message))
            : s.encode(sa, message, sa.path());
    exchange.sent(datagrams.getFirst());
    s.events().sending(sa.connectionName(), message);
    window.begin(datagrams, s.now());
    s.lifecycle().checkpoint(sa);
    transmit(sa);
  }

  private void transmit(IkeSa sa) {
    RequestWindow window = sa.requests();
    s.send(sa.path().local(), sa.path().remote(), window.outstanding());
    double millis =
        s.settings().retransmitInitialMillis()
            * Math.pow(s.settings().retransmitFactor(), window.attempts() - 1.0);
    window.timer(s.after((long) millis, () -> onTimeout(sa)));
  }

  private void onTimeout(IkeSa sa) {
    RequestWindow window = sa.requests();
    if (!window.busy()) {
      return;
    }
    if (window.attempts() >= s.settings().retransmitLimit()) {
      long seconds = TimeUnit.NANOSECONDS.toSeconds(s.now() - window.firstSentAt());
      s.lifecycle()
          .peerDead(
              sa,
              "no answer from "
                  + sa.path().remote().getAddress().getHostAddress()
                  + " after "
                  + window.attempts()
                  + " tries over "
                  + seconds
                  + " s");
      return;
    }
    if (window.attempts() >= (s.settings().retransmitLimit() + 1) / 2) {
      Mobike.tryAnotherAddress(s, sa);
    }
    window.again();
    s.events().retransmitted(sa.connectionName(), window.attempts());
    transmit(sa);
  }
}

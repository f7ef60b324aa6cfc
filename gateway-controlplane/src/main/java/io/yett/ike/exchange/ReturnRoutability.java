package io.yett.ike.exchange;

import io.yett.ike.crypto.ConstantTime;
import io.yett.ike.message.ExchangeType;
import io.yett.ike.message.IkeMessage;
import io.yett.ike.message.NotifyPayload;
import io.yett.ike.message.NotifyType;
import io.yett.ike.message.Payload;
import io.yett.ike.sa.IkeSa;
import io.yett.ike.sa.InitiatedExchange;
import java.util.List;

/**
 * INFORMATIONAL with COOKIE2: is the peer really there where it says it is (RFC 4555 §3.7)? Its
 * children are taken along once it has answered, so that nobody has our traffic sent to others.
 */
final class ReturnRoutability implements InitiatedExchange {
  private static final int COOKIE_OCTETS = 16;

  private final Services s;
  private final byte[] cookie = new byte[COOKIE_OCTETS];

  ReturnRoutability(Services services) {
    this.s = services;
    services.random().nextBytes(cookie);
  }

  @Override
  public ExchangeType type() {
    return ExchangeType.INFORMATIONAL;
  }

  @Override
  public List<Payload> build(IkeSa sa) {
    return sa.usable() ? List.of(NotifyPayload.of(NotifyType.COOKIE2, cookie)) : null;
  }

  @Override
  public void process(IkeSa sa, IkeMessage response, byte[] raw) {
    byte[] returned = response.notify(NotifyType.COOKIE2).map(NotifyPayload::data).orElse(null);
    if (returned != null && ConstantTime.equals(cookie, returned)) {
      Mobike.moveChildren(s, sa);
    } else {
      s.events().note(sa.connectionName(), "the peer moved, and does not return our COOKIE2");
    }
  }
}

package io.yett.ike.exchange;

import io.yett.ike.message.ExchangeType;
import io.yett.ike.message.IkeMessage;
import io.yett.ike.message.Payload;
import io.yett.ike.sa.IkeSa;
import io.yett.ike.sa.InitiatedExchange;
import java.util.List;

/** An empty INFORMATIONAL: are you there (RFC 7296 §2.4). Any answer will do. */
final class Liveness implements InitiatedExchange {

  @Override
  public ExchangeType type() {
    return ExchangeType.INFORMATIONAL;
  }

  @Override
  public List<Payload> build(IkeSa sa) {
    return sa.usable() ? List.of() : null;
  }

  @Override
  public void process(IkeSa sa, IkeMessage response, byte[] raw) {}
}

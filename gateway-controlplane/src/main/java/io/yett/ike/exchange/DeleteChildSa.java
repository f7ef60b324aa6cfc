package io.yett.ike.exchange;

import io.yett.ike.message.DeletePayload;
import io.yett.ike.message.ExchangeType;
import io.yett.ike.message.IkeMessage;
import io.yett.ike.message.Payload;
import io.yett.ike.sa.ChildSa;
import io.yett.ike.sa.ChildSaState;
import io.yett.ike.sa.IkeSa;
import io.yett.ike.sa.InitiatedExchange;
import io.yett.ike.sa.LossCause;
import java.util.List;

/** Deletes a Child SA (RFC 7296 §1.4.1). */
public final class DeleteChildSa implements InitiatedExchange {
  private final Services s;
  private final ChildSa child;
  private final int spi;
  private final LossCause cause;

  private DeleteChildSa(Services services, ChildSa child, int spi, LossCause cause) {
    this.s = services;
    this.child = child;
    this.spi = spi;
    this.cause = cause;
  }

  /** Deletes a Child SA that a rekey has replaced, or that was one too many. */
  DeleteChildSa(Services services, ChildSa child) {
    this(services, child, child.inboundSpi(), LossCause.REKEYED);
  }

  /** Deletes a Child SA for that reason. */
  public static DeleteChildSa of(Services services, ChildSa child, LossCause cause) {
    return new DeleteChildSa(services, child, child.inboundSpi(), cause);
  }

  /** Deletes what the peer believes to have agreed; we have nothing of it. */
  static DeleteChildSa refused(Services services, int spi) {
    return new DeleteChildSa(services, null, spi, LossCause.FAILED);
  }

  @Override
  public ExchangeType type() {
    return ExchangeType.INFORMATIONAL;
  }

  @Override
  public boolean concernsChildren() {
    return true;
  }

  @Override
  public List<Payload> build(IkeSa sa) {
    if (!sa.usable()) {
      return null;
    }
    if (child != null) {
      if (child.state() == ChildSaState.CLOSED || child.state() == ChildSaState.DELETING) {
        return null;
      }
      s.lifecycle().state(child, ChildSaState.DELETING);
      child.cancelTimers();
      s.installation().removeOutbound(child, Commands.IGNORE);
    }
    return List.of(DeletePayload.esp(List.of(spi)));
  }

  @Override
  public void process(IkeSa sa, IkeMessage response, byte[] raw) {
    if (child != null) {
      s.lifecycle().closeChild(child, cause, s.settings().drainMillis());
    }
  }
}

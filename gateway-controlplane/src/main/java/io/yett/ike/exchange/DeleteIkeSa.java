package io.yett.ike.exchange;

import io.yett.ike.message.DeletePayload;
import io.yett.ike.message.ExchangeType;
import io.yett.ike.message.IkeMessage;
import io.yett.ike.message.NotifyPayload;
import io.yett.ike.message.NotifyType;
import io.yett.ike.message.Payload;
import io.yett.ike.sa.IkeSa;
import io.yett.ike.sa.IkeSaState;
import io.yett.ike.sa.InitiatedExchange;
import io.yett.ike.sa.LossCause;
import java.util.List;

/** Deletes an IKE SA, and with it its children (RFC 7296 §1.4.1). */
public final class DeleteIkeSa implements InitiatedExchange {
  private final Services s;
  private final LossCause cause;
  private final NotifyType notify;

  private DeleteIkeSa(Services services, LossCause cause, NotifyType notify) {
    this.s = services;
    this.cause = cause;
    this.notify = notify;
  }

  /** Deletes it for that reason. */
  public static DeleteIkeSa of(Services services, LossCause cause) {
    return new DeleteIkeSa(services, cause, null);
  }

  /** The peer failed to authenticate; it believes the IKE SA is up (RFC 7296 §2.21.2). */
  static DeleteIkeSa unauthenticated(Services services, NotifyType notify) {
    return new DeleteIkeSa(services, LossCause.FAILED, notify);
  }

  @Override
  public ExchangeType type() {
    return ExchangeType.INFORMATIONAL;
  }

  @Override
  public List<Payload> build(IkeSa sa) {
    if (sa.state() == IkeSaState.DELETING) {
      return null;
    }
    s.lifecycle().state(sa, IkeSaState.DELETING);
    sa.guardTimer(null);
    sa.rekeyTimer(null);
    sa.livenessTimer(null);
    List.copyOf(sa.children()).forEach(child -> s.lifecycle().closeChild(child, cause, 0));
    return notify == null
        ? List.of(DeletePayload.ike())
        : List.of(NotifyPayload.of(notify), DeletePayload.ike());
  }

  @Override
  public void process(IkeSa sa, IkeMessage response, byte[] raw) {
    s.lifecycle().close(sa, cause);
  }
}

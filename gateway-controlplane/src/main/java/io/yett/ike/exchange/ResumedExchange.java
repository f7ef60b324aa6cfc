package io.yett.ike.exchange;

import io.yett.ike.message.ExchangeType;
import io.yett.ike.message.IkeMessage;
import io.yett.ike.message.NotifyType;
import io.yett.ike.message.Payload;
import io.yett.ike.message.SaPayload;
import io.yett.ike.sa.ChildSa;
import io.yett.ike.sa.ChildSaState;
import io.yett.ike.sa.IkeSa;
import io.yett.ike.sa.IkeSaState;
import io.yett.ike.sa.InitiatedExchange;
import io.yett.ike.sa.LossCause;
import java.util.List;

/**
 * A request that was under way when the process ended. It is sent again as it was, for the peer may
 * have answered it; what its answer would have made cannot be had any more (the private values are
 * lost), so the peer is asked to drop it.
 */
final class ResumedExchange implements InitiatedExchange {
  private final Services s;
  private final ExchangeType type;
  private final Checkpoint.Pending pending;
  private final int spi;

  ResumedExchange(Services services, ExchangeType type, Checkpoint.Pending pending, int spi) {
    this.s = services;
    this.type = type;
    this.pending = pending;
    this.spi = spi;
  }

  Checkpoint.Pending pending() {
    return pending;
  }

  int spi() {
    return spi;
  }

  @Override
  public ExchangeType type() {
    return type;
  }

  @Override
  public boolean concernsChildren() {
    return pending == Checkpoint.Pending.CHILD || pending == Checkpoint.Pending.DELETE_CHILD;
  }

  /** Never queued: its octets are those of the checkpoint. */
  @Override
  public List<Payload> build(IkeSa sa) {
    return null;
  }

  @Override
  public void process(IkeSa sa, IkeMessage response, byte[] raw) {
    boolean last =
        type == ExchangeType.IKE_FOLLOWUP_KE || response.first(SaPayload.class).isPresent();
    boolean made =
        response.firstError().isEmpty()
            && last
            && !response.has(NotifyType.ADDITIONAL_KEY_EXCHANGE); // else nothing is made yet
    switch (pending) {
      case CHILD -> {
        if (made) {
          s.requests().enqueue(sa, DeleteChildSa.refused(s, spi));
        }
      }
      case REKEY_IKE_SA -> {
        if (made && sa.state() != IkeSaState.REKEYED) {
          s.requests().enqueue(sa, DeleteIkeSa.of(s, LossCause.EXPIRED));
        } else if (sa.state() == IkeSaState.REKEYING) {
          s.lifecycle().state(sa, IkeSaState.ESTABLISHED);
        }
      }
      case DELETE_CHILD -> {
        for (ChildSa child : List.copyOf(sa.children())) {
          if (child.state() == ChildSaState.DELETING) {
            s.lifecycle().closeChild(child, LossCause.REKEYED, s.settings().drainMillis());
          }
        }
      }
      case DELETE_IKE_SA -> s.lifecycle().close(sa, LossCause.TERMINATED);
      case NONE -> {}
    }
  }
}

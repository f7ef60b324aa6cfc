package io.yett.ike.exchange;

import io.yett.ike.engine.FailureReason;
import io.yett.ike.error.ChildSaNotFoundException;
import io.yett.ike.error.IkeProtocolException;
import io.yett.ike.error.InternalAddressFailureException;
import io.yett.ike.error.InvalidSyntaxException;
import io.yett.ike.message.IkeMessage;
import io.yett.ike.message.NoncePayload;
import io.yett.ike.message.NotifyPayload;
import io.yett.ike.message.NotifyType;
import io.yett.ike.message.Payload;
import io.yett.ike.message.ProtocolId;
import io.yett.ike.message.SaPayload;
import io.yett.ike.pad.Child;
import io.yett.ike.sa.ChildSa;
import io.yett.ike.sa.ChildSaState;
import io.yett.ike.sa.IkeSa;
import io.yett.ike.sa.IkeSaState;
import io.yett.ike.sa.Nonces;
import java.util.List;

/**
 * CREATE_CHILD_SA as responder: a new Child SA, the rekey of one, or the rekey of the IKE SA (RFC
 * 7296 §1.3), with the answers of §2.25 to those that collide with what we are doing.
 */
public final class CreateChildResponder {
  private final Services s;
  private final RekeyIkeSaResponder rekeyIkeSa;

  public CreateChildResponder(Services services) {
    this.s = services;
    this.rekeyIkeSa = new RekeyIkeSaResponder(services);
  }

  /** A protected CREATE_CHILD_SA request came in. */
  public void handle(IkeSa sa, IkeMessage request, Answer answer) {
    try {
      SaPayload offer = request.first(SaPayload.class).orElse(null);
      if (offer == null) {
        throw new InvalidSyntaxException("CREATE_CHILD_SA without SA");
      }
      if (offer.proposals().getFirst().is(ProtocolId.IKE)) {
        rekeyIkeSa.handle(sa, request, answer);
      } else if (sa.state() != IkeSaState.ESTABLISHED) {
        answer.send(NotifyType.TEMPORARY_FAILURE);
      } else {
        child(sa, request, answer);
      }
    } catch (IkeProtocolException e) {
      s.supervisor().report(sa.connection(), PeerErrors.reason(e), e.getMessage());
      answer.send(e);
    }
  }

  private void child(IkeSa sa, IkeMessage request, Answer answer) throws IkeProtocolException {
    if (!sa.connection().options().pools().isEmpty() && sa.innerAddresses().isEmpty()) {
      throw new InternalAddressFailureException("a client without an address wants a Child SA");
    }
    NotifyPayload rekey = request.notify(NotifyType.REKEY_SA).orElse(null);
    if (rekey != null) {
      rekey(sa, request, rekey, answer);
      return;
    }
    ChildAnswer made = ChildAnswer.inCreateChild(s, sa, request, sa.connection().children());
    FollowUpResponder.proceed(
        s,
        sa,
        made.child().suite().additional(),
        made.payloads(),
        answer,
        (secrets, payloads, last) -> {
          if (sa.state() != IkeSaState.ESTABLISHED) {
            made.drop(s);
            last.send(NotifyType.TEMPORARY_FAILURE);
            return;
          }
          made.child().answering();
          RespondedChild.install(
              s, made, secrets, error -> finish(sa, made, null, error, payloads, last));
        },
        () -> made.drop(s));
  }

  private void rekey(IkeSa sa, IkeMessage request, NotifyPayload rekey, Answer answer)
      throws IkeProtocolException {
    int spi = rekey.spi32().orElseThrow(() -> new InvalidSyntaxException("REKEY_SA without SPI"));
    ChildSa old = sa.childByOutboundSpi(spi);
    if (old == null) {
      throw new ChildSaNotFoundException(spi);
    }
    if (!replaceable(old)) {
      answer.send(NotifyType.TEMPORARY_FAILURE);
      return;
    }
    Child config = ChildConfigs.of(sa, old.name());
    List<Child> configs = config == null ? sa.connection().children() : List.of(config);
    ChildAnswer made = ChildAnswer.inCreateChild(s, sa, request, configs);
    made.child().lowestNonce(lowest(request, made.payloads()));
    FollowUpResponder.proceed(
        s,
        sa,
        made.child().suite().additional(),
        made.payloads(),
        answer,
        (secrets, payloads, last) -> {
          // Between the first exchange and the last one much may have happened.
          if (sa.state() != IkeSaState.ESTABLISHED || !replaceable(old)) {
            made.drop(s);
            last.send(NotifyType.TEMPORARY_FAILURE);
            return;
          }
          made.child().answering();
          old.successor(made.child());
          RespondedChild.installUnused(
              s, made, secrets, error -> finish(sa, made, old, error, payloads, last));
        },
        () -> made.drop(s));
  }

  private static boolean replaceable(ChildSa old) {
    boolean replaced = old.successor() != null && old.successor().live();
    return !replaced
        && (old.state() == ChildSaState.INSTALLED || old.state() == ChildSaState.REKEYING);
  }

  private static byte[] lowest(IkeMessage request, List<Payload> ours) {
    byte[] lowest = request.first(NoncePayload.class).orElseThrow().nonce();
    for (Payload payload : ours) {
      if (payload instanceof NoncePayload nonce) {
        lowest = Nonces.lower(lowest, nonce.nonce());
      }
    }
    return lowest;
  }

  private void finish(
      IkeSa sa,
      ChildAnswer made,
      ChildSa old,
      String error,
      List<Payload> payloads,
      Answer answer) {
    if (error != null) {
      s.supervisor().report(sa.connection(), FailureReason.INSTALL_FAILED, error);
      answer.send(NotifyType.TEMPORARY_FAILURE);
      return;
    }
    if (old != null) {
      // In a collision ours is still under way, and its answer decides.
      if (old.state() == ChildSaState.INSTALLED) {
        s.lifecycle().state(old, ChildSaState.REKEYED);
        s.lifecycle().guard(old);
      }
      s.events().rekeyed(sa.connectionName(), made.child().name());
    }
    answer.send(payloads);
  }
}

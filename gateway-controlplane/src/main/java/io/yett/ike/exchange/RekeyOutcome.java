package io.yett.ike.exchange;

import io.yett.dataplane.sachannel.CommandError;
import io.yett.ike.engine.FailureReason;
import io.yett.ike.message.NotifyPayload;
import io.yett.ike.message.NotifyType;
import io.yett.ike.pad.Child;
import io.yett.ike.sa.ChildSa;
import io.yett.ike.sa.ChildSaState;
import io.yett.ike.sa.IkeSa;
import io.yett.ike.sa.LossCause;
import io.yett.ike.sa.Nonces;
import java.util.concurrent.TimeUnit;

/**
 * What follows our rekey of a Child SA: new inbound, switch outbound, delete the old one. When the
 * peer rekeyed it at the same time, the exchange with the lowest nonce loses, and whoever began
 * that one deletes what it made (RFC 7296 §2.8.1).
 */
final class RekeyOutcome {
  private final Services s;
  private final ChildSa old;

  RekeyOutcome(Services services, ChildSa old) {
    this.s = services;
    this.old = old;
  }

  /** The peer agreed. */
  void agreed(ChildOffer.Result result, Child config) {
    ChildSa made = result.child();
    made.owner().children().add(made);
    ChildSa rival = old.successor();
    boolean lost =
        rival != null
            && rival.live()
            && Nonces.compare(made.lowestNonce(), rival.lowestNonce()) < 0;
    if (!lost && old.state() != ChildSaState.CLOSED) {
      old.successor(made);
    }
    s.installation()
        .install(
            made,
            config,
            result.keys(),
            (error, text) -> {
              if (!made.live()) {
                return;
              }
              if (error != CommandError.NONE) {
                NewChild.failed(s, made, text);
                retryLater();
              } else if (lost) {
                withdraw(made);
              } else {
                replace(made, rival, config);
              }
            });
  }

  /** Ours lost: the peer deletes the old one, we the one too many. */
  private void withdraw(ChildSa made) {
    s.lifecycle().state(made, ChildSaState.REKEYED);
    if (old.state() == ChildSaState.REKEYING) {
      s.lifecycle().state(old, ChildSaState.REKEYED);
      s.lifecycle().guard(old);
    }
    s.requests().enqueue(made.owner(), new DeleteChildSa(s, made));
  }

  private void replace(ChildSa made, ChildSa rival, Child config) {
    if (rival != null && rival.live()) {
      s.lifecycle().state(rival, ChildSaState.REKEYED);
      rival.rekeyTimer(null);
      s.lifecycle().guard(rival);
    }
    s.installation()
        .activate(
            made,
            (error, text) -> {
              if (!made.live()) {
                return;
              }
              s.lifecycle().installed(made, config.rekeySeconds());
              s.events().rekeyed(made.owner().connectionName(), made.name());
              if (old.state() != ChildSaState.CLOSED) {
                s.lifecycle().state(old, ChildSaState.REKEYED);
                s.requests().enqueue(old.owner(), new DeleteChildSa(s, old));
              }
              s.lifecycle().checkpoint(made.owner());
            });
  }

  /** The peer answered with an error. */
  void refused(NotifyPayload error) {
    if (old.state() == ChildSaState.CLOSED) {
      return;
    }
    ChildSa rival = old.successor();
    if (rival != null && rival.live()) {
      s.lifecycle().state(old, ChildSaState.REKEYED); // the peer's rekey replaces it
      s.lifecycle().guard(old);
      return;
    }
    IkeSa sa = old.owner();
    boolean gone = error.notifyNumber() == NotifyType.CHILD_SA_NOT_FOUND.number();
    if (gone && !s.lifecycle().unconfirmed(old)) {
      s.supervisor()
          .childFailed(sa, old.name(), FailureReason.PEER_ERROR, "the peer has lost the Child SA");
      s.lifecycle().closeChild(old, LossCause.EXPIRED, 0);
      return;
    }
    boolean passing =
        error.notifyNumber() == NotifyType.TEMPORARY_FAILURE.number()
            || error.notifyNumber() == NotifyType.STATE_NOT_FOUND.number();
    if (!gone && !passing) {
      s.supervisor()
          .report(
              sa.connection(),
              PeerErrors.reason(error),
              "rekey of "
                  + old.name()
                  + ": "
                  + PeerErrors.text(error, ChildConfigs.of(sa, old.name()).proposals()));
    }
    retryLater();
  }

  /** We refused what the peer answered. */
  void failed() {
    retryLater();
  }

  private void retryLater() {
    if (old.state() == ChildSaState.REKEYING) {
      s.lifecycle().state(old, ChildSaState.INSTALLED);
    }
    if (old.state() == ChildSaState.INSTALLED) {
      s.lifecycle().armRekey(old, TimeUnit.MILLISECONDS.toNanos(s.jitter(1000, 10_000)));
    }
  }
}

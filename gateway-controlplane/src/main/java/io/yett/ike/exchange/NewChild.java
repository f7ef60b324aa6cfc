package io.yett.ike.exchange;

import io.yett.dataplane.sachannel.CommandError;
import io.yett.ike.engine.FailureReason;
import io.yett.ike.pad.Child;
import io.yett.ike.sa.ChildSa;
import io.yett.ike.sa.IkeSa;
import io.yett.ike.sa.LossCause;

/** A Child SA that we began and that replaces none: installed and used as soon as it is agreed. */
final class NewChild {
  private NewChild() {}

  static void install(Services s, ChildOffer.Result result, Child config) {
    ChildSa child = result.child();
    child.owner().children().add(child);
    s.installation()
        .install(
            child,
            config,
            result.keys(),
            (error, text) -> {
              if (error == CommandError.NONE && child.live()) {
                s.installation().activate(child, Commands.IGNORE);
                s.lifecycle().installed(child, config.rekeySeconds());
                s.lifecycle().checkpoint(child.owner());
              } else if (child.live()) {
                failed(s, child, text);
              }
            });
  }

  /** The data plane refused it: the peer must drop it too. */
  static void failed(Services s, ChildSa child, String text) {
    IkeSa sa = child.owner();
    s.supervisor()
        .childFailed(
            sa,
            child.name(),
            FailureReason.INSTALL_FAILED,
            "the data plane refused the SA: " + text);
    s.lifecycle().closeChild(child, LossCause.FAILED, 0);
    s.requests().enqueue(sa, DeleteChildSa.refused(s, child.inboundSpi()));
  }
}

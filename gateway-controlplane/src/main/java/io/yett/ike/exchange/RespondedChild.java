package io.yett.ike.exchange;

import io.yett.dataplane.sachannel.CommandError;
import io.yett.ike.sa.ChildSa;
import io.yett.ike.sa.LossCause;
import java.util.function.Consumer;

/**
 * A Child SA that the peer began. Its answer leaves when the data plane has the inbound SA, so that
 * the peer's first packet finds it.
 */
final class RespondedChild {
  private RespondedChild() {}

  /**
   * Installs a Child SA that replaces none, and uses it.
   *
   * @param additionalSecrets of additional key exchanges; not kept
   * @param done told null, or what the data plane said against it
   */
  static void install(
      Services s, ChildAnswer made, byte[] additionalSecrets, Consumer<String> done) {
    ChildSa child = made.child();
    install(
        s,
        made,
        additionalSecrets,
        () -> {
          s.installation().activate(child, Commands.IGNORE);
          done.accept(null);
        },
        done);
  }

  /**
   * Installs a Child SA of the peer's rekey; it is used when the peer deletes the old one, or at
   * once if the data plane has lost the old one.
   */
  static void installUnused(
      Services s, ChildAnswer made, byte[] additionalSecrets, Consumer<String> done) {
    ChildSa child = made.child();
    install(
        s,
        made,
        additionalSecrets,
        () -> {
          if (!s.installation().hasActive(child.reqId())) {
            s.installation().activate(child, Commands.IGNORE);
          }
          done.accept(null);
        },
        done);
  }

  private static void install(
      Services s,
      ChildAnswer made,
      byte[] additionalSecrets,
      Runnable installed,
      Consumer<String> failed) {
    ChildSa child = made.child();
    child.owner().children().add(child);
    s.installation()
        .install(
            child,
            made.config(),
            made.keys(additionalSecrets),
            (error, text) -> {
              if (error != CommandError.NONE) {
                s.lifecycle().closeChild(child, LossCause.FAILED, 0);
                failed.accept("the data plane refused the SA: " + text);
              } else if (child.live()) {
                s.lifecycle().installed(child, made.config().rekeySeconds());
                installed.run();
              }
            });
  }
}

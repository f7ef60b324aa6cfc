package io.yett.ike.exchange;

import io.yett.dataplane.sachannel.CommandError;
import io.yett.dataplane.sachannel.PolicySpec;
import io.yett.dataplane.sachannel.SaDirection;
import io.yett.dataplane.sachannel.SaSpec;
import io.yett.ike.engine.ChildSaInstaller;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Commands to the data plane that are not answered yet. Owned by the engine's thread. */
public final class Commands {
  /** Ignores the answer. */
  public static final Done IGNORE = (error, text) -> {};

  private final ChildSaInstaller installer;
  private final Map<Long, Done> pending = new LinkedHashMap<>();
  private long nextToken = 1;

  /** Told once how a command ended. */
  @FunctionalInterface
  public interface Done {
    void done(CommandError error, String text);
  }

  public Commands(ChildSaInstaller installer) {
    this.installer = installer;
  }

  void installInbound(SaSpec spec, Done done) {
    installer.installInbound(token(done), spec);
    spec.wipe();
  }

  void installOutbound(SaSpec spec, Done done) {
    installer.installOutbound(token(done), spec);
    spec.wipe();
  }

  void activateOutbound(int reqId, int spi, Done done) {
    installer.activateOutbound(token(done), reqId, spi);
  }

  /** Removes an SA. */
  public void remove(SaDirection direction, int spi, Done done) {
    installer.remove(token(done), direction, spi);
  }

  /** Puts a policy. */
  public void putPolicy(PolicySpec policy, Done done) {
    installer.putPolicy(token(done), policy);
  }

  /** Removes a policy. */
  public void removePolicy(String name) {
    installer.removePolicy(token(IGNORE), name);
  }

  void updatePeer(int reqId, InetSocketAddress remote) {
    installer.updatePeer(token(IGNORE), reqId, remote);
  }

  /** An answer came; one that nobody waits for is ignored. */
  public void onResult(long token, CommandError error, String text) {
    Done done = pending.remove(token);
    if (done != null) {
      done.done(error, text);
    }
  }

  /** No pending command will be answered. */
  public void failAll(String text) {
    List<Done> all = new ArrayList<>(pending.values());
    pending.clear();
    all.forEach(done -> done.done(CommandError.INTERNAL, text));
  }

  private long token(Done done) {
    long token = nextToken++;
    pending.put(token, done);
    return token;
  }
}

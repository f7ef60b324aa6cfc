package io.yett.ike;

import io.yett.dataplane.sachannel.CommandError;
import io.yett.dataplane.sachannel.PolicySpec;
import io.yett.dataplane.sachannel.SaDirection;
import io.yett.dataplane.sachannel.SaSpec;
import io.yett.ike.engine.ChildSaInstaller;
import io.yett.ike.install.InstallCallback;
import io.yett.ike.install.SaInstaller;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Set;

/**
 * Carries the engine's commands to the data plane, and each answer back by its token. Owned by the
 * ike thread.
 */
final class EngineInstaller implements ChildSaInstaller {
  private final SaInstaller dataplane;
  private final Results results;
  private final Set<String> policyNames = new HashSet<>();

  EngineInstaller(SaInstaller dataplane, Results results) {
    this.dataplane = dataplane;
    this.results = results;
  }

  /** The policies that the engine wants to be there now. */
  Set<String> policyNames() {
    return policyNames;
  }

  @Override
  public void installInbound(long token, SaSpec spec) {
    dataplane.installInbound(spec, answer(token));
  }

  @Override
  public void installOutbound(long token, SaSpec spec) {
    dataplane.installOutbound(spec, answer(token));
  }

  @Override
  public void activateOutbound(long token, int reqId, int spi) {
    dataplane.activateOutbound(reqId, spi, answer(token));
  }

  @Override
  public void remove(long token, SaDirection direction, int spi) {
    dataplane.remove(direction, spi, answer(token));
  }

  @Override
  public void putPolicy(long token, PolicySpec policy) {
    policyNames.add(policy.name());
    dataplane.addPolicy(policy, answer(token));
  }

  @Override
  public void removePolicy(long token, String name) {
    policyNames.remove(name);
    dataplane.removePolicy(name, answer(token));
  }

  @Override
  public void updatePeer(long token, int reqId, InetSocketAddress remote) {
    dataplane.updatePeer(reqId, remote.getAddress(), remote.getPort(), answer(token));
  }

  private InstallCallback answer(long token) {
    return (error, text) -> results.onCommandResult(token, error, text);
  }

  /** Takes the answers. */
  @FunctionalInterface
  interface Results {
    void onCommandResult(long token, CommandError error, String text);
  }
}

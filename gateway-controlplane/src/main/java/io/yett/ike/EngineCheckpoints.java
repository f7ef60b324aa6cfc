package io.yett.ike;

import io.yett.ike.engine.CheckpointStore;
import io.yett.ike.install.InstallCallback;
import io.yett.ike.install.SaInstaller;

/**
 * Leaves checkpoints of IKE SAs in the data plane's memory, where the SAs themselves live: both are
 * there after this process dies, or neither is. Owned by the ike thread.
 */
final class EngineCheckpoints implements CheckpointStore {
  private final SaInstaller dataplane;

  EngineCheckpoints(SaInstaller dataplane) {
    this.dataplane = dataplane;
  }

  @Override
  public void put(long ikeSaId, byte[] checkpoint) {
    dataplane.putState(ikeSaId, checkpoint, InstallCallback.NONE);
  }

  @Override
  public void remove(long ikeSaId) {
    dataplane.removeState(ikeSaId, InstallCallback.NONE);
  }
}

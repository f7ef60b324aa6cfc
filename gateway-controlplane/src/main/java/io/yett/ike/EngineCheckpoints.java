package io.yett.ike;

import io.yett.dataplane.sachannel.CommandError;
import io.yett.ike.engine.CheckpointStore;
import io.yett.ike.install.InstallCallback;
import io.yett.ike.install.SaInstaller;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leaves checkpoints of IKE SAs in the data plane's memory, where the SAs themselves live: both are
 * there after this process dies, or neither is. Owned by the ike thread.
 */
final class EngineCheckpoints implements CheckpointStore {
  private static final Logger LOG = LoggerFactory.getLogger(EngineCheckpoints.class);

  private final SaInstaller dataplane;

  EngineCheckpoints(SaInstaller dataplane) {
    this.dataplane = dataplane;
  }

  @Override
  public void put(long ikeSaId, byte[] checkpoint) {
    dataplane.putState(
        ikeSaId,
        checkpoint,
        (error, text) -> {
          if (error != CommandError.NONE) {
            LOG.warn("an IKE SA would not survive a restart of this process: {}", text);
          }
        });
  }

  @Override
  public void remove(long ikeSaId) {
    dataplane.removeState(ikeSaId, InstallCallback.NONE);
  }
}

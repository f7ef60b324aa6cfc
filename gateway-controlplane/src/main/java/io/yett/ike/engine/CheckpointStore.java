package io.yett.ike.engine;

/**
 * Keeps what an IKE SA needs to go on after this process dies. Called on the engine's thread,
 * before the datagram leaves that depends on it. The bytes hold keys: a file is 0600, on a
 * memory-backed file system, replaced atomically.
 */
public interface CheckpointStore {

  /**
   * Puts or replaces a checkpoint.
   *
   * @param ikeSaId unique among the live IKE SAs; our SPI as an unsigned 64-bit number
   * @param checkpoint at most {@link EngineLimits#MAX_CHECKPOINT} octets; wiped after the call, so
   *     a store copies it
   */
  void put(long ikeSaId, byte[] checkpoint);

  /** Removes a checkpoint, its keys wiped; does nothing if there is none. */
  void remove(long ikeSaId);

  /** A store that keeps nothing. */
  CheckpointStore NONE =
      new CheckpointStore() {
        @Override
        public void put(long ikeSaId, byte[] checkpoint) {}

        @Override
        public void remove(long ikeSaId) {}
      };
}

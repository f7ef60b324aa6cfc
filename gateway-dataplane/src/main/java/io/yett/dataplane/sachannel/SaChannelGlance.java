package io.yett.dataplane.sachannel;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What the channel's file tells without attaching to it: whether there is a data plane. For people,
 * while no control plane can be asked. Any thread.
 *
 * @param pid the data plane's process id
 * @param alive whether that process lives and serves the channel
 * @param heartbeatAgeNanos since its last turn on the channel
 */
public record SaChannelGlance(long pid, boolean alive, long heartbeatAgeNanos) {

  /**
   * Looks.
   *
   * @return empty if there is no file
   * @throws SaChannelException in one line, if the file is not ours or of another version
   */
  public static Optional<SaChannelGlance> at(Path file) throws SaChannelException {
    try (SaChannelFile opened = SaChannelFile.open(file)) {
      if (opened == null) {
        return Optional.empty();
      }
      var descriptor = opened.buffer();
      long process = descriptor.getLongVolatile(SaChannelDescriptor.SERVER_PROCESS_OFFSET);
      long heartbeat = descriptor.getLongVolatile(SaChannelDescriptor.SERVER_HEARTBEAT_OFFSET);
      long now = System.nanoTime();
      boolean open =
          descriptor.getIntVolatile(SaChannelDescriptor.STATE_OFFSET)
              == SaChannelDescriptor.STATE_OPEN;
      boolean alive =
          open
              && Liveness.alive(
                  process,
                  descriptor.getLongVolatile(SaChannelDescriptor.SERVER_PID_NAMESPACE_OFFSET),
                  heartbeat,
                  now);
      return Optional.of(
          new SaChannelGlance(ProcessIdentity.pid(process), alive, Math.max(0, now - heartbeat)));
    }
  }
}

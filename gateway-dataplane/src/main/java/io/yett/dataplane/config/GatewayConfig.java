package io.yett.dataplane.config;

import java.nio.file.Path;
import java.util.List;

/**
 * The whole configuration file, read by both planes. Immutable, but for secrets that it refers to.
 *
 * @param channel the SA channel's file, by convention in /dev/shm
 * @param runDirectory where admin sockets live
 * @param connections in the order of the file; names are unique
 */
public record GatewayConfig(
    DataplaneConfig dataplane,
    Path channel,
    Path runDirectory,
    ControlplaneConfig controlplane,
    List<ConnectionConfig> connections) {

  /** Copies the list. */
  public GatewayConfig {
    connections = List.copyOf(connections);
  }
}

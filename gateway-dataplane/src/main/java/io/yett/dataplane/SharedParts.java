package io.yett.dataplane;

import io.yett.dataplane.config.PortConfig;
import io.yett.dataplane.control.PacketEngine;
import io.yett.dataplane.packet.Ethernet;
import io.yett.dataplane.route.Forwarding;
import io.yett.dataplane.route.LocalAddresses;
import io.yett.dataplane.route.NeighborTable;
import io.yett.dataplane.route.RouteTable;
import io.yett.dataplane.sad.Sad;
import io.yett.dpdk.HugeMemory;
import java.lang.foreign.Arena;
import java.util.List;

/**
 * What the lanes have in common: routes, neighbours, the SAs' slots, and the queues among them.
 * Made by the control thread.
 */
final class SharedParts implements AutoCloseable {
  /** Octets of the longest packet that is put together or that we send. */
  static final int MAX_PACKET = PacketEngine.MAX_LOCAL_PACKET;

  private final Arena arena = Arena.ofShared();
  private final HugeMemory memory = new HugeMemory();
  private final Forwarding forwarding;
  private final Sad sad;
  private final LaneMesh mesh;

  SharedParts(PipelineConfig config) {
    this.forwarding = forwarding(arena, config);
    this.mesh = new LaneMesh(arena, config.lane().count());
    this.sad =
        new Sad(
            memory,
            new DeviceSessions(config.crypto()),
            config.clock(),
            config.limits().sas(),
            config.ivMasks());
  }

  Forwarding forwarding() {
    return forwarding;
  }

  LaneMesh mesh() {
    return mesh;
  }

  Sad sad() {
    return sad;
  }

  private static Forwarding forwarding(Arena arena, PipelineConfig config) {
    List<PortConfig> ports = config.ports();
    long[] wireMacs =
        config.devices().stream().mapToLong(port -> Ethernet.swapMac(port.mac())).toArray();
    return new Forwarding(
        new RouteTable(ConfiguredRoutes.of(ports, config.routes())),
        new LocalAddresses(ConfiguredRoutes.localAddresses(ports)),
        new NeighborTable(arena, config.limits().neighbors(), wireMacs),
        wireMacs,
        ports.stream().mapToInt(PortConfig::mtu).toArray());
  }

  /** Frees the memory; no thread runs any more. */
  @Override
  public void close() {
    memory.close();
    arena.close();
  }
}

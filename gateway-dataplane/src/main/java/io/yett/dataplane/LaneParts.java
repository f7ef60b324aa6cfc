package io.yett.dataplane;

import io.yett.dataplane.classify.Classifier;
import io.yett.dataplane.classify.LaneTables;
import io.yett.dataplane.config.LaneConfig;
import io.yett.dataplane.config.PortConfig;
import io.yett.dataplane.counters.LaneCounters;
import io.yett.dataplane.esp.EspStage;
import io.yett.dataplane.fragment.Linearizer;
import io.yett.dataplane.packet.Burst;
import io.yett.dataplane.packet.Ethernet;
import io.yett.dataplane.route.Forwarding;
import io.yett.dataplane.route.LocalAddresses;
import io.yett.dataplane.route.NeighborTable;
import io.yett.dataplane.route.RouteTable;
import io.yett.dataplane.route.RouteTable6;
import io.yett.dataplane.rx.RxStage;
import io.yett.dataplane.sad.Sad;
import io.yett.dataplane.sad.SpiTable;
import io.yett.dataplane.spd.FlowCache;
import io.yett.dataplane.spd.FlowCache6;
import io.yett.dataplane.spd.Spd;
import io.yett.dataplane.tx.OwnQueue;
import io.yett.dataplane.tx.PuntQueue;
import io.yett.dataplane.tx.ReentryQueue;
import io.yett.dataplane.tx.TxStage;
import io.yett.dpdk.CryptoOpPool;
import io.yett.dpdk.HugeMemory;
import io.yett.dpdk.Mempool;
import java.lang.foreign.Arena;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes all that a lane consists of, and owns its off-heap memory. Control thread. */
final class LaneParts implements AutoCloseable {
  private static final int MAX_PACKET = 9216;

  /** Buffers for packets put together: few at once, as each leaves the lane with its burst. */
  private static final int WHOLE_BUFFERS = 127;

  /** Room for the longest, with headroom, an Ethernet header, and what ESP adds. */
  private static final int WHOLE_ROOM = MAX_PACKET + 512;

  /** Pools need names that are unique in the process. */
  private static final AtomicInteger POOLS = new AtomicInteger();

  private final PipelineConfig config;
  private final Arena arena = Arena.ofShared();
  private final HugeMemory memory = new HugeMemory();
  private final Forwarding forwarding;
  private final CryptoOpPool opPool;
  private final Mempool wholePackets;
  private final List<EspStage> esp = new ArrayList<>();
  private final Sad sad;
  private final Lane lane;
  private final LaneShape shape;

  /** {@code probe} is null for none; only a fused lane has one. */
  LaneParts(PipelineConfig config, BurstProbe probe) {
    this.config = config;
    PipelineConfig.Limits limits = config.limits();
    this.forwarding = forwarding(arena, config);
    this.sad =
        new Sad(
            memory,
            new DeviceSessions(config.crypto()),
            config.clock(),
            limits.sas(),
            config.ivMasks());
    boolean fused = config.lane().shape() == LaneConfig.Shape.FUSED;
    if (probe != null && !fused) {
      throw new IllegalArgumentException("a probe watches a fused lane, this one is pipelined");
    }
    int stages = PipelineConfig.queuePairs(config.lane());
    int bursts = fused ? FusedShape.BURSTS : PipelinedWorker.BURSTS;
    int number = POOLS.getAndIncrement();
    this.wholePackets = Mempool.create("yett_whole_" + number, WHOLE_BUFFERS, 0, WHOLE_ROOM);
    this.opPool =
        CryptoOpPool.create(
            "yett_ops_" + number, EspStage.operations(stages, bursts), EspStage.OP_PRIVATE);
    for (int i = 0; i < stages; i++) {
      esp.add(
          new EspStage(
              arena,
              config.cryptoQueues().queuePair(i),
              opPool,
              bursts,
              flowCache(),
              flowCache6()));
    }
    this.lane = makeLane();
    this.shape =
        fused
            ? new FusedShape(lane, () -> new Burst(arena), probe)
            : new PipelinedShape(lane, () -> new Burst(arena));
  }

  PipelineConfig config() {
    return config;
  }

  Lane lane() {
    return lane;
  }

  private Lane makeLane() {
    PipelineConfig.Limits limits = config.limits();
    LaneCounters counters = new LaneCounters(arena);
    LaneTables tables =
        new LaneTables(
            new SpiTable(memory, limits.sas()),
            flowCache(),
            flowCache6(),
            new Spd(List.of()),
            forwarding,
            config.defaultPolicy());
    PuntQueue punts = new PuntQueue(limits.puntBytes());
    OwnQueue own = new OwnQueue(limits.ownBytes());
    OwnQueue local = new OwnQueue(limits.ownBytes());
    ReentryQueue reentries = new ReentryQueue(arena);
    return new Lane(
        new RxStage(
            config.devices(),
            config.queues().receive(),
            config.lane().burst(),
            local,
            config.pool(),
            reentries,
            config.clock(),
            counters),
        new Classifier(
            arena,
            tables,
            counters,
            new Linearizer(arena, wholePackets),
            limits.checkReversePath(),
            config.crypto().sessionLines()),
        List.copyOf(esp),
        new TxStage(
            arena,
            config.devices(),
            config.queues().transmit(),
            punts,
            own,
            reentries,
            config.pool(),
            wholePackets,
            counters),
        tables,
        counters,
        new CommandQueue(),
        punts,
        own,
        local,
        new Lane.CurrentForwarding(forwarding),
        config.clock());
  }

  LaneShape shape() {
    return shape;
  }

  Sad sad() {
    return sad;
  }

  Forwarding forwarding() {
    return forwarding;
  }

  /** Longest frame of our own. */
  int maxFrame() {
    return MAX_PACKET + Ethernet.HEADER;
  }

  private FlowCache flowCache() {
    return new FlowCache(memory, config.limits().flows(), new SecureRandom().nextLong());
  }

  /** A gateway without IPv6 needs next to nothing for it. */
  private FlowCache6 flowCache6() {
    int flows = forwarding.hasIpv6() ? config.limits().flows() / 2 : 1;
    return new FlowCache6(memory, flows, new SecureRandom().nextLong());
  }

  private static Forwarding forwarding(Arena arena, PipelineConfig config) {
    List<PortConfig> ports = config.ports();
    long[] wireMacs =
        config.devices().stream().mapToLong(port -> Ethernet.swapMac(port.mac())).toArray();
    return new Forwarding(
        new RouteTable(ConfiguredRoutes.of(ports, config.routes())),
        new LocalAddresses(ConfiguredRoutes.localAddresses(ports)),
        new RouteTable6(ConfiguredRoutes6.of(ports, config.routes())),
        ConfiguredRoutes6.localAddresses(ports, port -> config.devices().get(port).mac()),
        new NeighborTable(arena, config.limits().neighbors(), wireMacs),
        wireMacs,
        ports.stream().mapToInt(PortConfig::mtu).toArray());
  }

  /** Frees operations and memory; no thread runs any more. */
  @Override
  public void close() {
    esp.forEach(EspStage::close);
    opPool.close();
    wholePackets.close();
    memory.close();
    arena.close();
  }
}

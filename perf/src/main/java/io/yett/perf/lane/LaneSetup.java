package io.yett.perf.lane;

import io.yett.dataplane.BurstProbe;
import io.yett.dataplane.Pipeline;
import io.yett.dataplane.PipelineConfig;
import io.yett.dataplane.config.InterfaceAddress;
import io.yett.dataplane.config.LaneConfig;
import io.yett.dataplane.config.PortConfig;
import io.yett.dataplane.config.RouteConfig;
import io.yett.dataplane.config.Subnet;
import io.yett.dataplane.esp.DeviceQueue;
import io.yett.dataplane.sachannel.PolicyAction;
import io.yett.dpdk.CryptoDevice;
import io.yett.dpdk.EalArguments;
import io.yett.dpdk.Mempool;
import io.yett.dpdk.Port;
import io.yett.perf.scenario.Shape;
import io.yett.perf.traffic.AddressPlan;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.agrona.concurrent.SystemNanoClock;

/** Makes ports and pipeline of a job. The pipeline is not started. */
final class LaneSetup {
  private static final int RED = 0;
  private static final int BLACK = 1;
  private static final int MTU = 1500;

  /** What is under way in rings and caches beside the frames that net_pcap keeps. */
  private static final int MBUFS = 8191;

  private static final int MBUF_CACHE = 256;
  private static final int MBUF_OCTETS = Mempool.DEFAULT_DATA_ROOM + 256;
  private static final int SA_OCTETS = 4096;
  private static final int BASE_MEMORY_MIB = 256;

  /** Places of the flow cache for each flow, so that few find theirs taken. */
  private static final int FLOW_PLACES = 4;

  private final LaneJob job;
  private final int lanes;

  LaneSetup(LaneJob job) {
    this.job = job;
    this.lanes = job.scenario().shape().lanes();
    if (lanes > 1 && job.capture() != null) {
      throw new IllegalArgumentException("what several lanes send is not kept in one file");
    }
  }

  EalArguments eal() {
    long octets =
        (long) lanes * buffers() * MBUF_OCTETS
            + 2L * job.scenario().protection().tunnels() * SA_OCTETS;
    return EalArguments.of(
        job.hugepages() ? EalArguments.Hugepages.REQUIRED : EalArguments.Hugepages.OFF,
        BASE_MEMORY_MIB + (int) (octets >> 20));
  }

  Pipeline pipeline() {
    List<Mempool> pools =
        IntStream.range(0, lanes)
            .mapToObj(
                n -> Mempool.create("bench" + n, buffers(), MBUF_CACHE, Mempool.DEFAULT_DATA_ROOM))
            .toList();
    Port red = open(RED, job.files().red(), pools);
    Port black = open(BLACK, job.files().black(), pools);
    LaneConfig lane = lane();
    PipelineConfig.Limits limits = limits();
    CryptoDevice crypto = CryptoDevice.open(job.crypto());
    PipelineConfig.configure(crypto, lane, limits);
    crypto.start();
    Pipeline pipeline =
        new Pipeline(
            new PipelineConfig(
                lane,
                List.of(
                    port("red", red, AddressPlan.RED_GATEWAY),
                    port("black", black, AddressPlan.BLACK_GATEWAY)),
                List.of(
                    route(AddressPlan.PEERS, AddressPlan.PEERS_PREFIX, BLACK),
                    route(AddressPlan.REMOTE_NETWORK, AddressPlan.REMOTE_PREFIX, BLACK),
                    route(AddressPlan.RED_NETWORK, AddressPlan.RED_PREFIX, RED)),
                PolicyAction.DISCARD,
                List.of(red, black),
                pools,
                crypto,
                limits,
                PipelineConfig.Queues.ofLanes(lanes),
                number -> new DeviceQueue(crypto, number),
                SystemNanoClock.INSTANCE,
                new SecureRandom()::nextLong),
            probe());
    pipeline.updateNeighbor(RED, AddressPlan.RED_NEIGHBOR, AddressPlan.NEIGHBOR_MAC);
    for (int host = 0; host < 200; host++) {
      pipeline.updateNeighbor(RED, AddressPlan.redHost(host), AddressPlan.NEIGHBOR_MAC);
    }
    pipeline.updateNeighbor(BLACK, AddressPlan.BLACK_NEIGHBOR, AddressPlan.NEIGHBOR_MAC);
    return pipeline;
  }

  /** Of each lane. */
  private int buffers() {
    return job.keptFrames() / lanes + MBUFS;
  }

  private BurstProbe probe() {
    boolean resets = job.scenario().protection().replayWindow() != 0 && job.capture() == null;
    if (resets && lanes > 1) {
      throw new IllegalArgumentException("a replay window is reset in one lane only");
    }
    return resets ? new WindowReset(job.scenario().traffic().frames()) : null;
  }

  private LaneConfig lane() {
    Shape shape = job.scenario().shape();
    boolean fused = shape.kind() == Shape.Kind.FUSED;
    return new LaneConfig(
        lanes,
        fused ? LaneConfig.Shape.FUSED : LaneConfig.Shape.PIPELINED,
        job.cpus(),
        fused ? 1 : shape.cores() - 1, // the leader works too
        job.burst(),
        LaneConfig.Idle.BUSY_SPIN,
        LaneConfig.CRYPTO_AUTO);
  }

  private PipelineConfig.Limits limits() {
    PipelineConfig.Limits usual = PipelineConfig.Limits.DEFAULT;
    int tunnels = job.scenario().protection().tunnels();
    return new PipelineConfig.Limits(
        Math.max(usual.sas(), 2 * tunnels),
        Math.max(usual.flows(), FLOW_PLACES * tunnels),
        usual.neighbors(),
        usual.puntBytes(),
        usual.ownBytes(),
        usual.cryptoDescriptors(),
        usual.checkReversePath());
  }

  /** A port that reads files, or one that receives nothing and swallows or keeps what it sends. */
  private Port open(int number, List<Path> files, List<Mempool> pools) {
    Port port = Port.open(files.isEmpty() ? sink(number) : source(number, files));
    Port.Config one = Port.Config.simple(MTU);
    port.configure(
        new Port.Config(lanes, lanes, one.descriptors(), MTU, one.rxOffloads(), one.txOffloads()),
        pools.toArray(Mempool[]::new));
    port.start();
    return port;
  }

  private String source(int number, List<Path> files) {
    String queues = files.stream().map(file -> ",rx_pcap=" + file).collect(Collectors.joining());
    return "net_pcap" + number + queues + (job.capture() == null ? ",infinite_rx=1" : "");
  }

  private String sink(int number) {
    return job.capture() == null
        ? "net_null" + number + ",no-rx=1"
        : "net_pcap" + number + ",tx_pcap=" + job.capture();
  }

  private static PortConfig port(String name, Port port, int address) {
    return new PortConfig(
        name, port.name(), List.of(new InterfaceAddress(TunnelSetup.address(address), 24)), MTU);
  }

  private static RouteConfig route(int network, int prefix, int port) {
    return new RouteConfig(
        Subnet.containing(TunnelSetup.address(network), prefix),
        TunnelSetup.address(port == RED ? AddressPlan.RED_NEIGHBOR : AddressPlan.BLACK_NEIGHBOR),
        port == RED ? "red" : "black");
  }
}

package io.yett.dataplane;

import io.yett.dataplane.config.LaneConfig;
import io.yett.dataplane.config.PortConfig;
import io.yett.dataplane.config.RouteConfig;
import io.yett.dataplane.esp.CryptoQueues;
import io.yett.dataplane.esp.DeviceQueue;
import io.yett.dataplane.sachannel.PolicyAction;
import io.yett.dpdk.CryptoDevice;
import io.yett.dpdk.Mempool;
import io.yett.dpdk.Port;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemNanoClock;

/**
 * What a {@link Pipeline} is made of. Ports are configured with a queue each way for every lane and
 * started; the crypto device is configured by {@link #configure} and started.
 *
 * @param devices the DPDK port of each of {@code ports}
 * @param lane the kind of all lanes, and how many there are
 * @param pools one for each lane: where its receive queues and packets of our own get buffers
 * @param defaultPolicy BYPASS or DISCARD: what happens to transit packets that no policy matches
 * @param limits bounds of each lane's tables
 * @param queues each lane's queues on every port
 * @param cryptoQueues the queue pairs of {@code crypto}, one for each thread that encrypts
 * @param ivMasks gives each outbound SA what its IVs are mixed with: random, so that keys that live
 *     longer than this process (RFC 4301 section 4.5) do not meet the same nonces again
 */
public record PipelineConfig(
    LaneConfig lane,
    List<PortConfig> ports,
    List<RouteConfig> routes,
    PolicyAction defaultPolicy,
    List<Port> devices,
    List<Mempool> pools,
    CryptoDevice crypto,
    Limits limits,
    List<Queues> queues,
    CryptoQueues cryptoQueues,
    NanoClock clock,
    LongSupplier ivMasks) {

  /** Copies the lists, and checks that ports and devices go together. */
  public PipelineConfig {
    ports = List.copyOf(ports);
    routes = List.copyOf(routes);
    devices = List.copyOf(devices);
    pools = List.copyOf(pools);
    queues = List.copyOf(queues);
    if (ports.size() != devices.size() || ports.isEmpty() || ports.size() > Limits.MAX_PORTS) {
      throw new IllegalArgumentException(
          "1.." + Limits.MAX_PORTS + " ports are served, found " + ports.size());
    }
    if (pools.size() != lane.count() || queues.size() != lane.count()) {
      throw new IllegalArgumentException("each lane has a pool and a queue of its own");
    }
    if (defaultPolicy == PolicyAction.PROTECT) {
      throw new IllegalArgumentException("the default policy is bypass or discard");
    }
  }

  /** With the queues and the clock that production uses. */
  public PipelineConfig(
      LaneConfig lane,
      List<PortConfig> ports,
      List<RouteConfig> routes,
      PolicyAction defaultPolicy,
      List<Port> devices,
      List<Mempool> pools,
      CryptoDevice crypto,
      Limits limits) {
    this(
        lane,
        ports,
        routes,
        defaultPolicy,
        devices,
        pools,
        crypto,
        limits,
        Queues.ofLanes(lane.count()),
        number -> new DeviceQueue(crypto, number),
        SystemNanoClock.INSTANCE,
        new SecureRandom()::nextLong);
  }

  /** The same for one lane, with the usual limits. */
  public PipelineConfig(
      LaneConfig lane,
      List<PortConfig> ports,
      List<RouteConfig> routes,
      PolicyAction defaultPolicy,
      List<Port> devices,
      Mempool pool,
      CryptoDevice crypto) {
    this(lane, ports, routes, defaultPolicy, devices, List.of(pool), crypto, Limits.DEFAULT);
  }

  /** Threads of all lanes, all of which encrypt; each needs a queue pair. */
  public static int queuePairs(LaneConfig lane) {
    return lane.count() * lane.threads();
  }

  /** Sets a crypto device up for all lanes. The device is stopped. */
  public static void configure(CryptoDevice crypto, LaneConfig lane, Limits limits) {
    crypto.configure(queuePairs(lane), limits.cryptoDescriptors(), limits.sas());
  }

  /** Which receive and transmit queue of each port a lane has. */
  public record Queues(int receive, int transmit) {
    /** Lane n has queue n each way. */
    public static List<Queues> ofLanes(int lanes) {
      return IntStream.range(0, lanes).mapToObj(n -> new Queues(n, n)).toList();
    }
  }

  /**
   * Bounds of a lane's tables.
   *
   * @param sas most SAs, both directions together
   * @param flows flow cache entries
   * @param neighbors neighbours with a known link address
   * @param puntBytes queue of punted frames and events
   * @param ownBytes queue of frames and packets of our own
   * @param cryptoDescriptors operations that a queue pair holds, a power of two
   * @param checkReversePath drop packets that come by a port that does not lead to their source
   */
  public record Limits(
      int sas,
      int flows,
      int neighbors,
      int puntBytes,
      int ownBytes,
      int cryptoDescriptors,
      boolean checkReversePath) {
    static final int MAX_PORTS = 64;

    public static final Limits DEFAULT =
        new Limits(8192, 1 << 16, 4096, 1 << 20, 1 << 19, 1024, true);

    /**
     * The usual ones, with room for so many pairs of SAs by hand beside the SAs by IKEv2, and for a
     * flow of each in either direction.
     */
    static Limits withManualPairs(int pairs) {
      int flows = Math.max(DEFAULT.flows, Integer.highestOneBit(Math.max(1, 2 * pairs)) << 1);
      return new Limits(
          DEFAULT.sas + 2 * pairs,
          flows,
          DEFAULT.neighbors,
          DEFAULT.puntBytes,
          DEFAULT.ownBytes,
          DEFAULT.cryptoDescriptors,
          DEFAULT.checkReversePath);
    }
  }
}

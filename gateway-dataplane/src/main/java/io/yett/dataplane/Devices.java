package io.yett.dataplane;

import io.yett.dataplane.config.DataplaneConfig;
import io.yett.dataplane.config.EalConfig;
import io.yett.dataplane.config.EspSuite;
import io.yett.dataplane.config.LaneConfig;
import io.yett.dataplane.config.PortConfig;
import io.yett.dataplane.port.Text;
import io.yett.dpdk.CryptoDevice;
import io.yett.dpdk.DpdkException;
import io.yett.dpdk.DpdkVersion;
import io.yett.dpdk.Eal;
import io.yett.dpdk.EalArguments;
import io.yett.dpdk.Mempool;
import io.yett.dpdk.Port;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All of DPDK that the data plane holds: EAL, packet buffers, ports, the crypto device. Made and
 * closed by one thread.
 */
final class Devices implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Devices.class);

  private static final Pattern PCI_ADDRESS =
      Pattern.compile("([0-9a-fA-F]{4}:)?[0-9a-fA-F]{2}:[0-9a-fA-F]{2}\\.[0-7].*");

  /** Packets that a port's receive queue holds, if its driver lets itself be told. */
  static final int DESCRIPTORS = 1_024;

  private static final int BUFFERS_PER_PORT = 4_096;
  private static final int BUFFER_CACHE = 256;

  /** Headroom, Ethernet, and all that ESP in UDP adds to a packet of the port's MTU. */
  private static final int BUFFER_OVERHEAD = 128 + 14 + 160;

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final List<Port> ports = new ArrayList<>();
  private final List<Mempool> pools = new ArrayList<>();
  private CryptoDevice crypto;

  private Devices() {}

  /**
   * Starts DPDK and all devices; closes again what was open if one of them cannot start.
   *
   * @param suites what the crypto device must offer
   */
  static Devices open(DataplaneConfig config, Set<EspSuite> suites) {
    Devices devices = new Devices();
    try {
      devices.startEal(config);
      devices.openCrypto(config, suites);
      for (int lane = 0; lane < config.lane().count(); lane++) {
        devices.makePool(lane, config.ports());
      }
      config.ports().forEach(devices::openPort);
      return devices;
    } catch (RuntimeException e) {
      devices.close();
      throw e;
    }
  }

  List<Port> ports() {
    return ports;
  }

  /** Packet buffers, one pool for each lane. */
  List<Mempool> pools() {
    return pools;
  }

  CryptoDevice crypto() {
    return crypto;
  }

  private void startEal(DataplaneConfig config) {
    List<String> pci = new ArrayList<>();
    for (PortConfig port : config.ports()) {
      if (PCI_ADDRESS.matcher(port.device()).matches()) {
        pci.add(port.device());
      }
    }
    EalArguments arguments =
        new EalArguments(
            switch (config.eal().hugepages()) {
              case AUTO -> EalArguments.Hugepages.AUTO;
              case REQUIRED -> EalArguments.Hugepages.REQUIRED;
              case OFF -> EalArguments.Hugepages.OFF;
            },
            config.eal().memoryMebibytes(),
            pci,
            List.of());
    String memory = arguments.describeMemory();
    Eal.init(arguments);
    open.push(Eal::cleanup);
    LOG.info("{}: {}", DpdkVersion.text(), memory);
    if (!Eal.hasHugepages() && config.eal().hugepages() == EalConfig.Hugepages.AUTO) {
      LOG.warn(
          "without hugepages packets cost more TLB misses; remedy: echo {} >"
              + " /proc/sys/vm/nr_hugepages, and start again",
          (config.eal().memoryMebibytes() + 1) / 2);
    }
  }

  private void openCrypto(DataplaneConfig config, Set<EspSuite> suites) {
    LaneConfig lane = config.lane();
    crypto = CryptoChoice.open(lane.crypto(), suites);
    open.push(crypto);
    PipelineConfig.configure(
        crypto, lane, PipelineConfig.Limits.withManualPairs(config.manualSas().size()));
    crypto.start();
    LOG.info("crypto device: {} (driver {})", crypto.name(), crypto.driver());
  }

  /**
   * A lane fills its receive queues from a pool of its own, so that buffers come back to the caches
   * of the CPU that used them, and no two lanes meet at one pool.
   */
  private void makePool(int lane, List<PortConfig> ports) {
    int mtu = ports.stream().mapToInt(PortConfig::mtu).max().orElseThrow();
    int room = Math.max(Mempool.DEFAULT_DATA_ROOM, mtu + BUFFER_OVERHEAD + 63 & ~63);
    int count = Integer.highestOneBit(ports.size() * BUFFERS_PER_PORT * 2 - 1) - 1;
    Mempool made = Mempool.create("yett_packets_" + lane, count, BUFFER_CACHE, room);
    open.push(made);
    pools.add(made);
  }

  private void openPort(PortConfig config) {
    Port port;
    try {
      port = Port.open(config.device());
    } catch (DpdkException e) {
      throw new StartException("port " + config.name() + ": " + e.getMessage(), e);
    }
    open.push(port);
    int queues = pools.size();
    QueueCheck.check(config, port.info(), queues);
    port.configure(
        new Port.Config(queues, queues, DESCRIPTORS, config.mtu(), 0, 0),
        pools.toArray(Mempool[]::new));
    port.start();
    ports.add(port);
    LOG.info(
        "port {}: {} (driver {}), {}, MTU {}, {}",
        config.name(),
        port.name(),
        port.info().driver(),
        Text.mac(port.mac()),
        config.mtu(),
        config.addresses());
  }

  /** Closes all, the last opened first. Idempotent. */
  @Override
  public void close() {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) { // AutoCloseable allows any; the others are closed all the same
        LOG.warn("closing: {}", e.getMessage());
      }
    }
  }
}

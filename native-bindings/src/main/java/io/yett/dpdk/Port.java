package io.yett.dpdk;

import io.yett.dpdk.generated.YettDpdk;
import io.yett.dpdk.generated.yett_port_config;
import io.yett.dpdk.generated.yett_port_info;
import io.yett.dpdk.generated.yett_port_stats;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Locale;

/**
 * An Ethernet port of DPDK. One thread opens, configures, starts and closes it; each queue is for
 * one thread, which may be another; {@link #stats} and {@link #linkSpeed} are for any thread.
 */
public final class Port implements AutoCloseable {
  private static final int ETHERNET_OVERHEAD = 14;

  private final int id;
  private final String name;
  private final PortInfo info;
  private boolean started;
  private boolean closed;

  private Port(int id, String name, PortInfo info) {
    this.id = id;
    this.name = name;
    this.info = info;
  }

  /**
   * Opens a port, attaching its device first if need be.
   *
   * @param device PCI address ({@code 0000:01:00.0}) or devargs ({@code net_af_packet0,iface=eth1})
   */
  public static Port open(String device) {
    NativeLibrary.load();
    String name = deviceName(device);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment cName = arena.allocateFrom(name);
      int id = YettDpdk.yett_port_by_name(cName);
      if (id < 0) {
        int result = YettDpdk.yett_device_probe(arena.allocateFrom(device));
        if (result < 0) {
          throw openFailure(result, device);
        }
        id = YettDpdk.yett_port_by_name(cName);
      }
      if (id < 0) {
        throw new DpdkException(
            "device " + device + " is no Ethernet port; remedy: name a NIC, or net_... arguments");
      }
      return new Port(id, name, readInfo(id, name));
    }
  }

  /**
   * The name that DPDK gives a device: what is before the first comma, a PCI address with its
   * domain.
   */
  static String deviceName(String device) {
    String name = device.split(",", 2)[0].strip();
    return name.matches("[0-9a-fA-F]{2}:[0-9a-fA-F]{2}\\.[0-7]") ? "0000:" + name : name;
  }

  private static DpdkException openFailure(int result, String device) {
    String remedy =
        switch (-result) {
          case Errors.EPERM, Errors.EACCES ->
              "run as root, or grant CAP_NET_ADMIN, CAP_NET_RAW (and CAP_BPF for net_af_xdp)";
          default ->
              device.matches("([0-9a-fA-F]{4}:)?[0-9a-fA-F]{2}:[0-9a-fA-F]{2}\\.[0-7].*")
                  ? "check the address with lspci, bind the device to vfio-pci (dpdk-devbind.py)"
                  : "check the driver's name, its arguments, and that the interface or file exists";
        };
    return Errors.failure(result, "open port " + device, remedy);
  }

  private static PortInfo readInfo(int id, String name) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment c = yett_port_info.allocate(arena);
      Errors.check(
          YettDpdk.yett_port_info((short) id, c), "query port " + name, "use another driver");
      return new PortInfo(
          yett_port_info.driver(c).getString(0),
          yett_port_info.socket(c),
          yett_port_info.max_rx_queues(c),
          yett_port_info.max_tx_queues(c),
          yett_port_info.min_mtu(c),
          yett_port_info.max_mtu(c),
          yett_port_info.rx_offloads(c),
          yett_port_info.tx_offloads(c),
          yett_port_info.rss_types(c));
    }
  }

  /** DPDK's number of the port, 0..65535. */
  public int id() {
    return id;
  }

  /** DPDK's name of the device. */
  public String name() {
    return name;
  }

  public PortInfo info() {
    return info;
  }

  /** How a port is set up. Offloads that the driver lacks are left out. */
  public record Config(
      int rxQueues, int txQueues, int descriptors, int mtu, long rxOffloads, long txOffloads) {

    /** One queue each way. */
    public static Config simple(int mtu) {
      return new Config(1, 1, 1024, mtu, 0, 0);
    }
  }

  /** Sets up queues; all RX queues fill from one pool. The port is stopped. */
  public void configure(Config config, Mempool pool) {
    Mempool[] pools = new Mempool[config.rxQueues()];
    Arrays.fill(pools, pool);
    configure(config, pools);
  }

  /** Sets up queues, each RX queue with its own pool. The port is stopped. */
  public void configure(Config config, Mempool[] pools) {
    checkQueues(config, pools);
    checkMtu(config, pools);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment addresses = arena.allocate(ValueLayout.JAVA_LONG, Math.max(1, pools.length));
      for (int i = 0; i < pools.length; i++) {
        addresses.setAtIndex(ValueLayout.JAVA_LONG, i, pools[i].address());
      }
      MemorySegment c = yett_port_config.allocate(arena);
      yett_port_config.rx_queues(c, (short) config.rxQueues());
      yett_port_config.tx_queues(c, (short) config.txQueues());
      yett_port_config.rx_descriptors(c, (short) config.descriptors());
      yett_port_config.tx_descriptors(c, (short) config.descriptors());
      yett_port_config.mtu(c, (short) config.mtu());
      yett_port_config.rx_offloads(c, config.rxOffloads());
      yett_port_config.tx_offloads(c, config.txOffloads());
      yett_port_config.pools(c, addresses.address());
      MemorySegment step = arena.allocate(ValueLayout.JAVA_INT);
      int result = YettDpdk.yett_port_configure((short) id, c, step);
      Errors.check(
          result,
          "configure port " + name + " (" + stepName(step.get(ValueLayout.JAVA_INT, 0)) + ")",
          "try fewer descriptors, one queue, or an MTU of " + info.minMtu() + ".." + info.maxMtu());
    }
  }

  private static String stepName(int step) {
    if (step == YettDpdk.YETT_STEP_RX_QUEUE()) {
      return "RX queue";
    }
    return step == YettDpdk.YETT_STEP_TX_QUEUE() ? "TX queue" : "device";
  }

  private void checkQueues(Config config, Mempool[] pools) {
    if (config.rxQueues() > info.maxRxQueues() || config.txQueues() > info.maxTxQueues()) {
      throw new DpdkException(
          String.format(
              Locale.ROOT,
              "port %s offers %d RX and %d TX queues, %d and %d are asked for; remedy: use fewer"
                  + " lanes on this port",
              name,
              info.maxRxQueues(),
              info.maxTxQueues(),
              config.rxQueues(),
              config.txQueues()));
    }
    if (config.rxQueues() < 0 || config.txQueues() < 0 || pools.length != config.rxQueues()) {
      throw new IllegalArgumentException("one pool is needed for each RX queue");
    }
    if (config.descriptors() < 1 || config.descriptors() > 32_768) {
      throw new DpdkException(
          "port " + name + ": " + config.descriptors() + " descriptors; remedy: use 64..32768");
    }
  }

  private void checkMtu(Config config, Mempool[] pools) {
    if (config.mtu() < info.minMtu() || config.mtu() > Math.min(info.maxMtu(), 65_535)) {
      throw new DpdkException(
          String.format(
              Locale.ROOT,
              "port %s takes an MTU of %d..%d, %d is asked for; remedy: correct the port's mtu",
              name,
              info.minMtu(),
              info.maxMtu(),
              config.mtu()));
    }
    for (Mempool pool : pools) {
      int room = pool.dataRoom() - Layout.MBUF_HEADROOM;
      if (config.mtu() + ETHERNET_OVERHEAD > room) {
        throw new DpdkException(
            String.format(
                Locale.ROOT,
                "port %s: a frame of MTU %d does not fit the %d bytes of an mbuf; remedy: lower the"
                    + " port's mtu",
                name,
                config.mtu(),
                room));
      }
    }
  }

  /** Starts the port; packets flow from now on. */
  public void start() {
    Errors.check(
        YettDpdk.yett_port_start((short) id),
        "start port " + name,
        "see the reason; check the link");
    started = true;
  }

  /** Stops the port; no thread is within a burst of it. Idempotent. */
  public void stop() {
    if (started) {
      started = false;
      Errors.check(YettDpdk.yett_port_stop((short) id), "stop port " + name, "close it");
    }
  }

  /** Receives frames to other addresses too, where the driver can. */
  public void promiscuous(boolean on) {
    int result = YettDpdk.yett_port_promiscuous((short) id, on ? 1 : 0);
    if (result < 0 && result != -Errors.ENOTSUP) {
      throw Errors.failure(result, "change promiscuous mode of port " + name, "leave it as it is");
    }
  }

  /** Ethernet address in the low 48 bits: 02:00:00:00:00:01 is 0x020000000001. */
  public long mac() {
    return Errors.check(
        YettDpdk.yett_port_mac((short) id), "read the MAC address of port " + name, "none");
  }

  /** Octets of the largest packet above Ethernet. */
  public int mtu() {
    return Errors.check(YettDpdk.yett_port_mtu((short) id), "read the MTU of port " + name, "none");
  }

  /** Mbit/s; 1 if the link is up and does not know its speed, 0 if it is down. Does not wait. */
  public long linkSpeed() {
    return Math.max(0, YettDpdk.yett_port_link((short) id));
  }

  /** Reads the counters. */
  public PortStats stats() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment c = yett_port_stats.allocate(arena);
      Errors.check(
          YettDpdk.yett_port_stats((short) id, c), "read the counters of port " + name, "none");
      return new PortStats(
          yett_port_stats.rx_packets(c),
          yett_port_stats.tx_packets(c),
          yett_port_stats.rx_bytes(c),
          yett_port_stats.tx_bytes(c),
          yett_port_stats.rx_missed(c),
          yett_port_stats.rx_errors(c),
          yett_port_stats.tx_errors(c),
          yett_port_stats.rx_no_mbuf(c));
    }
  }

  /**
   * Takes up to {@code count} packets; their mbuf addresses are written to the array at {@code
   * mbufs}. The queue's thread.
   *
   * @return how many came
   */
  public int rxBurst(int queue, long mbufs, int count) {
    return HotCalls.rxBurst(id, queue, mbufs, count);
  }

  /** {@link #rxBurst}, and asks the CPU for the first {@code lines} cache lines of each packet. */
  public int rxBurstPrefetch(int queue, long mbufs, int count, int lines) {
    return HotCalls.rxBurstPrefetch(id, queue, mbufs, count, lines);
  }

  /**
   * Sends packets. The queue's thread.
   *
   * @return how many the device took, from the front of the array; the rest stay the caller's
   */
  public int txBurst(int queue, long mbufs, int count) {
    return HotCalls.txBurst(id, queue, mbufs, count);
  }

  /** Stops, closes and detaches the port. Idempotent. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      stop();
      Errors.check(YettDpdk.yett_port_remove((short) id), "close port " + name, "end the process");
    }
  }

  @Override
  public String toString() {
    return name + " (port " + id + ", " + info.driver() + ")";
  }
}

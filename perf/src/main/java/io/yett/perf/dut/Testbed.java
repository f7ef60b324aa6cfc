package io.yett.perf.dut;

import io.yett.dpdk.DpdkException;
import io.yett.dpdk.Mempool;
import io.yett.dpdk.Port;
import io.yett.perf.generator.Wire;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The ports of a device under test, and those of its generator. Either each has ports of its own,
 * joined outside (cables, veth pairs, memif), or both name the same two net_ring ports, and each
 * has one end of them. One thread.
 */
public final class Testbed implements AutoCloseable {
  private static final int DESCRIPTORS = 1024;
  private static final long LINK_NANOS = 10_000_000_000L;
  private static final String RING = "net_ring";

  /** Ring ports have no address, and a lane takes 0 for an unknown one. */
  private static final long ANY_MAC = 0x02_00_00_00_00_02L;

  private final Deque<Port> open = new ArrayDeque<>();
  private final List<Wire> device = new ArrayList<>();
  private final List<Wire> generator = new ArrayList<>();

  private Testbed() {}

  /** Buffers for what the device receives, and for what the generator does. */
  public record Pools(Mempool device, Mempool generator) {}

  /**
   * Opens and starts all ports.
   *
   * @param generatorPorts empty if the generator is elsewhere
   * @param mtu octets above Ethernet, of all ports
   */
  public static Testbed open(
      List<String> devicePorts, List<String> generatorPorts, int mtu, Pools pools) {
    Testbed testbed = new Testbed();
    try {
      testbed.openAll(devicePorts, generatorPorts, mtu, pools);
      return testbed;
    } catch (RuntimeException e) {
      testbed.close();
      throw e;
    }
  }

  private void openAll(
      List<String> devicePorts, List<String> generatorPorts, int mtu, Pools pools) {
    if (devicePorts.equals(generatorPorts)) {
      for (String name : devicePorts) {
        Port port = openPort(name, 2, mtu, pools.device());
        if (!port.info().driver().equals(RING)) {
          throw new DpdkException(
              name + " has one end only; remedy: give the generator ports of its own");
        }
        device.add(new Wire(port, 0, 1));
        generator.add(new Wire(port, 1, 0));
      }
      return;
    }
    for (String name : devicePorts) {
      device.add(Wire.of(openPort(name, 1, mtu, pools.device())));
    }
    for (String name : generatorPorts) {
      generator.add(Wire.of(openPort(name, 1, mtu, pools.generator())));
    }
  }

  private Port openPort(String name, int queues, int mtu, Mempool pool) {
    Port port = Port.open(name);
    if (open.stream().anyMatch(other -> other.id() == port.id())) {
      throw new DpdkException(name + " is named twice; remedy: name different ports");
    }
    open.push(port);
    int largest = Math.min(mtu, port.info().maxMtu());
    port.configure(new Port.Config(queues, queues, DESCRIPTORS, largest, 0, 0), pool);
    port.start();
    port.promiscuous(true);
    return port;
  }

  /**
   * Waits until all ports have a link; a NIC takes seconds to agree with its peer.
   *
   * @throws DpdkException if one has none after ten seconds
   */
  public void awaitLinks() throws InterruptedException {
    long deadline = System.nanoTime() + LINK_NANOS;
    for (Port port : open) {
      while (port.linkSpeed() == 0) {
        if (System.nanoTime() - deadline > 0) {
          throw new DpdkException(
              "port " + port.name() + " has no link; remedy: check its cable and its other end");
        }
        Thread.sleep(50);
      }
    }
  }

  /** The device's ends: where frames come in, and where they leave. */
  public List<Wire> device() {
    return List.copyOf(device);
  }

  /** The generator's ends: where it sends, and where it receives. Empty if it is elsewhere. */
  public List<Wire> generator() {
    return List.copyOf(generator);
  }

  /** Where the device's frames go: the generator's address, or any where its port has none. */
  public long peerMac() {
    long mac = generator.get(1).port().mac();
    return mac == 0 ? ANY_MAC : mac;
  }

  /**
   * True if a frame that the generator's port refuses is one that the device failed to take: then
   * the port's queue is the device's receive queue.
   */
  public boolean refusalIsLoss() {
    String driver = generator.getFirst().port().info().driver();
    return driver.equals(RING) || driver.equals("net_memif");
  }

  /** Closes all ports. No thread uses them. Idempotent. */
  @Override
  public void close() {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }
}

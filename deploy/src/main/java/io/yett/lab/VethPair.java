package io.yett.lab;

import java.util.ArrayList;
import java.util.List;

/** A virtual cable between two namespaces, with one queue and no offload at either end. */
public final class VethPair {
  /**
   * What a veth does not do to a packet, although it says so: it leaves checksums unfinished and
   * segments unsplit, as the receiver is the same kernel. DPDK would see those on the wire.
   */
  private static final List<String> OFFLOADS =
      List.of("rx", "off", "tx", "off", "tso", "off", "gso", "off", "gro", "off");

  /** Connects two namespaces; both ends are up. */
  public static void connect(
      NetworkNamespace one, String oneEnd, NetworkNamespace other, String otherEnd) {
    Command.check(
        ("ip link add %s netns %s numrxqueues 1 numtxqueues 1 type veth"
                + " peer name %s netns %s numrxqueues 1 numtxqueues 1")
            .formatted(oneEnd, one.name(), otherEnd, other.name())
            .split(" ", -1));
    bringUp(one, oneEnd);
    bringUp(other, otherEnd);
  }

  private static void bringUp(NetworkNamespace namespace, String end) {
    List<String> ethtool = new ArrayList<>(List.of("ethtool", "-K", end));
    ethtool.addAll(OFFLOADS);
    namespace.check(ethtool.toArray(String[]::new));
    namespace.ip("link", "set", end, "up");
  }

  private VethPair() {}
}

package io.yett.dataplane.port;

import java.util.List;

/** The IPv6 addresses of the gateway itself, port by port. Immutable; any thread. */
public final class OwnAddresses6 {
  private final List<OwnPort> ports;

  /** The list's index is the port index. */
  public OwnAddresses6(List<OwnPort> ports) {
    this.ports = List.copyOf(ports);
  }

  /**
   * One port. It has a link-local address if it has any other.
   *
   * @param mac our link address
   * @param mtu octets of the largest IP packet
   */
  public record OwnPort(String name, long mac, int mtu, List<OwnAddress> addresses) {
    /** Copies the list. */
    public OwnPort {
      addresses = List.copyOf(addresses);
    }

    Address6 linkLocal() {
      return Address6.linkLocal(mac);
    }
  }

  /**
   * One address.
   *
   * @param prefixLength of its on-link subnet, 0..128
   */
  public record OwnAddress(Address6 address, int prefixLength) {
    boolean isOnLink(Address6 other) {
      return address.hasPrefix(other, prefixLength);
    }
  }

  public int ports() {
    return ports.size();
  }

  public OwnPort port(int port) {
    return ports.get(port);
  }

  /** Whether a port speaks IPv6. */
  boolean isServed(int port) {
    return !ports.get(port).addresses().isEmpty();
  }

  /** Whether an address is the gateway's, on whatever port. */
  public boolean isOwn(Address6 address) {
    for (int port = 0; port < ports.size(); port++) {
      if (isOwnOn(port, address)) {
        return true;
      }
    }
    return false;
  }

  /** Whether an address is the gateway's on this port, its link-local one among them. */
  public boolean isOwnOn(int port, Address6 address) {
    if (!isServed(port)) {
      return false;
    }
    for (OwnAddress own : ports.get(port).addresses()) {
      if (own.address().equals(address)) {
        return true;
      }
    }
    return ports.get(port).linkLocal().equals(address);
  }

  /** Our address to ask a neighbour from: in its subnet, or link-local; null if not on link. */
  Address6 sourceFor(int port, Address6 neighbor) {
    if (!isServed(port)) {
      return null;
    }
    if (neighbor.isLinkLocal()) {
      return ports.get(port).linkLocal();
    }
    for (OwnAddress own : ports.get(port).addresses()) {
      if (own.isOnLink(neighbor)) {
        return own.address();
      }
    }
    return null;
  }

  /**
   * An address to speak to a host from that sent us something by a port: of the port's, the
   * link-local one if the host's is; null if there is none.
   */
  Address6 speakingAddress(int port, Address6 host) {
    if (host.isLinkLocal()) {
      return isServed(port) ? ports.get(port).linkLocal() : null;
    }
    Address6 inItsSubnet = sourceFor(port, host);
    if (inItsSubnet != null) {
      return inItsSubnet;
    }
    if (isServed(port)) {
      return ports.get(port).addresses().getFirst().address();
    }
    for (OwnPort other : ports) {
      if (!other.addresses().isEmpty()) {
        return other.addresses().getFirst().address();
      }
    }
    return null;
  }
}

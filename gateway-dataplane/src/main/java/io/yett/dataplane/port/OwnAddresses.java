package io.yett.dataplane.port;

import java.util.List;

/**
 * The addresses of the gateway itself, port by port. Addresses are IPv4 in host order, MAC
 * addresses in the low 48 bits. Immutable; any thread.
 */
public final class OwnAddresses {
  private final List<OwnPort> ports;

  /** The list's index is the port index. */
  public OwnAddresses(List<OwnPort> ports) {
    this.ports = List.copyOf(ports);
  }

  /**
   * One port.
   *
   * @param mac our link address
   * @param mtu octets of the largest IP packet
   */
  public record OwnPort(String name, long mac, int mtu, List<OwnAddress> addresses) {
    /** Copies the list. */
    public OwnPort {
      addresses = List.copyOf(addresses);
    }
  }

  /**
   * One address.
   *
   * @param prefixLength of its on-link subnet, 0..32
   */
  public record OwnAddress(int address, int prefixLength) {
    int mask() {
      return prefixLength == 0 ? 0 : -1 << (32 - prefixLength);
    }

    boolean isOnLink(int other) {
      return ((address ^ other) & mask()) == 0;
    }

    boolean isBroadcast(int other) {
      return prefixLength < 31 && isOnLink(other) && (other | mask()) == -1;
    }
  }

  public int ports() {
    return ports.size();
  }

  public OwnPort port(int port) {
    return ports.get(port);
  }

  /** Whether an address is the gateway's, on whatever port. */
  public boolean isOwn(int address) {
    for (int port = 0; port < ports.size(); port++) {
      if (isOwnOn(port, address)) {
        return true;
      }
    }
    return false;
  }

  /** Whether an address is the gateway's on this port. */
  public boolean isOwnOn(int port, int address) {
    for (OwnAddress own : ports.get(port).addresses()) {
      if (own.address() == address) {
        return true;
      }
    }
    return false;
  }

  /** Whether an address is in a subnet of this port. */
  public boolean isOnLink(int port, int address) {
    return sourceFor(port, address) != 0;
  }

  /** Our address in the subnet that a neighbour is in; 0 if it is in none of the port's. */
  public int sourceFor(int port, int neighbor) {
    for (OwnAddress own : ports.get(port).addresses()) {
      if (own.isOnLink(neighbor)) {
        return own.address();
      }
    }
    return 0;
  }

  /** Whether an address is all ones or the broadcast address of a subnet of ours. */
  public boolean isBroadcast(int address) {
    if (address == -1) {
      return true;
    }
    for (OwnPort port : ports) {
      for (OwnAddress own : port.addresses()) {
        if (own.isBroadcast(address)) {
          return true;
        }
      }
    }
    return false;
  }

  /** An address to speak from on a port: its first, or another port's, or 0 if there is none. */
  public int speakingAddress(int port) {
    if (!ports.get(port).addresses().isEmpty()) {
      return ports.get(port).addresses().getFirst().address();
    }
    for (OwnPort other : ports) {
      if (!other.addresses().isEmpty()) {
        return other.addresses().getFirst().address();
      }
    }
    return 0;
  }
}

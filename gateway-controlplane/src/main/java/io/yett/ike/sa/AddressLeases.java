package io.yett.ike.sa;

import io.yett.ike.pad.AddressPool;
import io.yett.ike.pad.Identity;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Who has which address of a pool. An identity gets the address back that it had, as long as nobody
 * else needed it. Owned by the engine's thread.
 */
public final class AddressLeases {
  private final AddressPool pool;
  private final Map<InetAddress, Identity> taken = new HashMap<>();
  private final Map<Identity, InetAddress> byIdentity = new HashMap<>();

  /** Addresses that nobody uses now, those that are free the longest first. */
  private final LinkedHashMap<InetAddress, Identity> left = new LinkedHashMap<>();

  private long next;

  public AddressLeases(AddressPool pool) {
    this.pool = pool;
  }

  /** An address for that identity, the same if it has one already; null if none is free. */
  public InetAddress take(Identity identity) {
    InetAddress address = byIdentity.get(identity);
    if (address == null) {
      address = unused();
    }
    if (address == null && !left.isEmpty()) {
      Map.Entry<InetAddress, Identity> oldest = left.firstEntry();
      byIdentity.remove(oldest.getValue());
      address = oldest.getKey();
    }
    if (address != null) {
      assign(address, identity);
    }
    return address;
  }

  /**
   * Takes back what a checkpoint has; false if the pool has not that address, or another has it.
   */
  public boolean restore(InetAddress address, Identity identity) {
    Identity other = taken.get(address);
    if (!pool.contains(address) || (other != null && !other.equals(identity))) {
      return false;
    }
    assign(address, identity);
    return true;
  }

  /** Its identity does not use it any more. */
  public void release(InetAddress address) {
    Identity identity = taken.remove(address);
    if (identity != null) {
      left.put(address, identity);
    }
  }

  /** How many are in use. */
  public int used() {
    return taken.size();
  }

  private void assign(InetAddress address, Identity identity) {
    left.remove(address);
    taken.put(address, identity);
    byIdentity.put(identity, address);
  }

  /** One that nobody ever had. */
  private InetAddress unused() {
    while (next < pool.size()) {
      InetAddress address = pool.at(next++);
      if (!taken.containsKey(address) && !left.containsKey(address)) {
        return address;
      }
    }
    return null;
  }
}

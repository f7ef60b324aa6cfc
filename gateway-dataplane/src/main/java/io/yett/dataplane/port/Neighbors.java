package io.yett.dataplane.port;

import io.yett.dataplane.control.PacketEngine;
import io.yett.dataplane.control.Timers;
import io.yett.dataplane.counters.SlowPathCounter;
import io.yett.dataplane.counters.SlowPathCounters;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * Finds and keeps the link addresses of next hops (RFC 826, RFC 1122 §2.3.2). An entry exists only
 * because a lane asked for it; what others say changes an entry only while it is asked about. Owned
 * by the control thread.
 */
public final class Neighbors {
  /** Entries over all ports, those that did not answer among them. */
  static final int MAX_ENTRIES = 4_096;

  /** RFC 1122 §2.3.2.1: at most one request a second for one address. */
  static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

  static final int MAX_REQUESTS = 3;

  /** RFC 1122 §2.3.2.1: entries are checked again after about a minute. */
  static final long REACHABLE_NANOS = TimeUnit.SECONDS.toNanos(60);

  /** How long an address that did not answer is not asked again. */
  static final long FAILED_NANOS = TimeUnit.SECONDS.toNanos(3);

  private final OwnAddresses own;
  private final PacketEngine engine;
  private final Timers timers;
  private final SlowPathCounters counters;
  private final Long2ObjectHashMap<Neighbor> entries = new Long2ObjectHashMap<>();
  private final AtomicInteger resolved = new AtomicInteger();
  private final ExpandableArrayBuffer frame = new ExpandableArrayBuffer(64);

  /** What is known of one next hop. */
  private static final class Neighbor {
    private final int port;
    private final int address;
    private long mac;
    private int requests;
    private boolean asking;

    Neighbor(int port, int address) {
      this.port = port;
      this.address = address;
    }
  }

  /** An empty table. */
  public Neighbors(
      OwnAddresses own, PacketEngine engine, Timers timers, SlowPathCounters counters) {
    this.own = own;
    this.engine = engine;
    this.timers = timers;
    this.counters = counters;
  }

  /** A lane needs the link address of a next hop. */
  public void resolve(int port, int address) {
    long key = key(port, address);
    if (entries.containsKey(key)) {
      return;
    }
    if (own.isOwn(address) || own.isBroadcast(address) || own.sourceFor(port, address) == 0) {
      counters.increment(SlowPathCounter.NEIGHBOR_NOT_ON_LINK);
      return;
    }
    if (entries.size() >= MAX_ENTRIES) {
      counters.increment(SlowPathCounter.NEIGHBOR_TABLE_FULL);
      return;
    }
    Neighbor neighbor = new Neighbor(port, address);
    entries.put(key, neighbor);
    ask(neighbor);
  }

  /** Somebody claims to have an address. It counts only if we asked; else it makes us ask. */
  void onClaim(int port, int address, long mac) {
    Neighbor neighbor = entries.get(key(port, address));
    if (neighbor == null) {
      counters.increment(SlowPathCounter.ARP_UNSOLICITED);
    } else if (neighbor.asking && neighbor.requests > 0) {
      learn(neighbor, mac);
    } else if (neighbor.mac != mac) {
      counters.increment(SlowPathCounter.ARP_UNSOLICITED);
      if (!neighbor.asking && neighbor.mac != 0) {
        ask(neighbor);
      }
    }
  }

  /** Entries that have a link address. Any thread. */
  public int resolved() {
    return resolved.get();
  }

  /** All entries, those without an answer among them. */
  public int size() {
    return entries.size();
  }

  private void learn(Neighbor neighbor, long mac) {
    neighbor.asking = false;
    neighbor.requests = 0;
    if (neighbor.mac != mac) {
      resolved.addAndGet(neighbor.mac == 0 ? 1 : 0);
      neighbor.mac = mac;
      engine.updateNeighbor(neighbor.port, neighbor.address, mac);
    }
    timers.schedule(REACHABLE_NANOS, () -> askIfIdle(neighbor));
  }

  private void askIfIdle(Neighbor neighbor) {
    if (!neighbor.asking && isCurrent(neighbor)) {
      ask(neighbor);
    }
  }

  private void ask(Neighbor neighbor) {
    neighbor.asking = true;
    neighbor.requests = 0;
    request(neighbor);
  }

  private void request(Neighbor neighbor) {
    if (!neighbor.asking || !isCurrent(neighbor)) {
      return;
    }
    if (neighbor.requests == MAX_REQUESTS) {
      giveUp(neighbor);
      return;
    }
    neighbor.requests++;
    long ourMac = own.port(neighbor.port).mac();
    int source = own.sourceFor(neighbor.port, neighbor.address);
    Arp.write(frame, Arp.BROADCAST, Arp.REQUEST, ourMac, source, 0, neighbor.address);
    engine.inject(neighbor.port, frame, 0, Arp.FRAME_LENGTH);
    counters.increment(SlowPathCounter.ARP_REQUESTS_SENT);
    int asked = neighbor.requests;
    timers.schedule(
        RETRY_NANOS,
        () -> {
          if (neighbor.requests == asked) {
            request(neighbor);
          }
        });
  }

  /** Nobody answers: packets are dropped as unresolved, and for a while nobody asks again. */
  private void giveUp(Neighbor neighbor) {
    counters.increment(SlowPathCounter.NEIGHBOR_UNREACHABLE);
    neighbor.asking = false;
    if (neighbor.mac != 0) {
      neighbor.mac = 0;
      resolved.decrementAndGet();
      engine.updateNeighbor(neighbor.port, neighbor.address, 0);
    }
    timers.schedule(
        FAILED_NANOS, () -> entries.remove(key(neighbor.port, neighbor.address), neighbor));
  }

  private boolean isCurrent(Neighbor neighbor) {
    return entries.get(key(neighbor.port, neighbor.address)) == neighbor;
  }

  private static long key(int port, int address) {
    return (long) port << 32 | (address & 0xFFFF_FFFFL);
  }
}

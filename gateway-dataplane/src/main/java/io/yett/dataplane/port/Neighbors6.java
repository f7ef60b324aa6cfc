package io.yett.dataplane.port;

import io.yett.dataplane.control.PacketEngine;
import io.yett.dataplane.control.Timers;
import io.yett.dataplane.counters.SlowPathCounter;
import io.yett.dataplane.counters.SlowPathCounters;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.ExpandableArrayBuffer;

/**
 * Finds and keeps the link addresses of IPv6 next hops (RFC 4861 sections 7.2 and 7.3), by the
 * rules of {@link Neighbors}: an entry exists only because a lane asked for it, and what others say
 * changes one only while it is asked about (RFC 6583 section 6). An address that was found is asked
 * again in time, by a solicitation to it alone. Owned by the control thread.
 */
public final class Neighbors6 {
  static final int MAX_ENTRIES = 4_096;

  /** RFC 4861 section 10: RETRANS_TIMER. */
  static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** RFC 4861 section 10: MAX_MULTICAST_SOLICIT and MAX_UNICAST_SOLICIT. */
  static final int MAX_SOLICITATIONS = 3;

  /** RFC 4861 section 10: REACHABLE_TIME. */
  static final long REACHABLE_NANOS = TimeUnit.SECONDS.toNanos(30);

  /** How long an address that did not answer is not asked again. */
  static final long FAILED_NANOS = TimeUnit.SECONDS.toNanos(3);

  private record Key(int port, Address6 address) {}

  private final OwnAddresses6 own;
  private final PacketEngine engine;
  private final Timers timers;
  private final SlowPathCounters counters;
  private final Map<Key, Neighbor> entries = new HashMap<>();
  private final AtomicInteger resolved = new AtomicInteger();
  private final ExpandableArrayBuffer frame = new ExpandableArrayBuffer(128);

  /** What is known of one next hop. */
  private static final class Neighbor {
    private final Key key;
    private long mac;
    private int solicitations;
    private boolean asking;

    /** The answer may come from another link address than the one that is known. */
    private boolean byGroup;

    Neighbor(Key key) {
      this.key = key;
    }
  }

  /** An empty cache. */
  public Neighbors6(
      OwnAddresses6 own, PacketEngine engine, Timers timers, SlowPathCounters counters) {
    this.own = own;
    this.engine = engine;
    this.timers = timers;
    this.counters = counters;
  }

  /** A lane needs the link address of a next hop. */
  public void resolve(int port, Address6 address) {
    Key key = new Key(port, address);
    if (entries.containsKey(key)) {
      return;
    }
    if (!address.isUnicast() || own.isOwn(address) || own.sourceFor(port, address) == null) {
      counters.increment(SlowPathCounter.NEIGHBOR_NOT_ON_LINK);
      return;
    }
    if (entries.size() >= MAX_ENTRIES) {
      counters.increment(SlowPathCounter.NEIGHBOR_TABLE_FULL);
      return;
    }
    Neighbor neighbor = new Neighbor(key);
    entries.put(key, neighbor);
    ask(neighbor, true);
  }

  /** A valid solicitation says where its sender is: no more than a reason to ask. */
  void onClaim(int port, Address6 address, long mac) {
    Neighbor neighbor = entries.get(new Key(port, address));
    if (neighbor != null && !neighbor.asking && neighbor.mac != 0 && neighbor.mac != mac) {
      ask(neighbor, true);
    }
  }

  /**
   * A valid advertisement (RFC 4861 section 7.2.5).
   *
   * @param mac 0 if it says none
   * @param flags of {@link NdMessage}
   */
  void onAdvertisement(int port, Address6 target, long mac, int flags) {
    Neighbor neighbor = entries.get(new Key(port, target));
    if (neighbor == null) {
      counters.increment(SlowPathCounter.ND_UNSOLICITED);
      return;
    }
    boolean answer = neighbor.asking && (flags & NdMessage.SOLICITED) != 0;
    boolean same = mac == 0 || mac == neighbor.mac;
    if (answer && neighbor.mac == 0 && mac == 0) {
      counters.increment(SlowPathCounter.ND_UNSOLICITED); // says nothing that we do not know
    } else if (answer && (same || neighbor.mac == 0 || (neighbor.byGroup && isOverride(flags)))) {
      learn(neighbor, mac == 0 ? neighbor.mac : mac);
    } else if (!same) {
      counters.increment(SlowPathCounter.ND_UNSOLICITED);
      if (neighbor.mac != 0 && isOverride(flags) && !(neighbor.asking && neighbor.byGroup)) {
        ask(neighbor, true);
      }
    }
  }

  private static boolean isOverride(int flags) {
    return (flags & NdMessage.OVERRIDE) != 0;
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
    neighbor.solicitations = 0;
    if (neighbor.mac != mac) {
      resolved.addAndGet(neighbor.mac == 0 ? 1 : 0);
      neighbor.mac = mac;
      update(neighbor);
    }
    timers.schedule(
        REACHABLE_NANOS,
        () -> {
          if (!neighbor.asking && isCurrent(neighbor)) {
            ask(neighbor, false);
          }
        });
  }

  private void ask(Neighbor neighbor, boolean byGroup) {
    neighbor.asking = true;
    neighbor.byGroup = byGroup;
    neighbor.solicitations = 0;
    solicit(neighbor);
  }

  private void solicit(Neighbor neighbor) {
    if (!neighbor.asking || !isCurrent(neighbor)) {
      return;
    }
    if (neighbor.solicitations == MAX_SOLICITATIONS) {
      giveUp(neighbor);
      return;
    }
    neighbor.solicitations++;
    int port = neighbor.key.port();
    Address6 target = neighbor.key.address();
    Address6 destination = neighbor.byGroup ? target.solicitedNode() : target;
    NdMessage.write(
        frame,
        NdMessage.SOLICITATION,
        0,
        neighbor.byGroup ? destination.groupMac() : neighbor.mac,
        own.port(port).mac(),
        own.sourceFor(port, target),
        destination,
        target);
    engine.inject(port, frame, 0, NdMessage.FRAME_LENGTH);
    counters.increment(SlowPathCounter.ND_SOLICITATIONS_SENT);
    int asked = neighbor.solicitations;
    boolean group = neighbor.byGroup;
    timers.schedule(
        RETRY_NANOS,
        () -> {
          if (neighbor.solicitations == asked && neighbor.byGroup == group) {
            solicit(neighbor);
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
      update(neighbor);
    }
    timers.schedule(FAILED_NANOS, () -> entries.remove(neighbor.key, neighbor));
  }

  private void update(Neighbor neighbor) {
    Address6 address = neighbor.key.address();
    engine.updateNeighbor(neighbor.key.port(), address.high(), address.low(), neighbor.mac);
  }

  private boolean isCurrent(Neighbor neighbor) {
    return entries.get(neighbor.key) == neighbor;
  }
}

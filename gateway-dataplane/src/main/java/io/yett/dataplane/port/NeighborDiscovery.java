package io.yett.dataplane.port;

import io.yett.dataplane.control.PacketEngine;
import io.yett.dataplane.control.Timers;
import io.yett.dataplane.counters.SlowPathCounter;
import io.yett.dataplane.counters.SlowPathCounters;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers neighbour solicitations for our own addresses, passes what others say of themselves to
 * {@link Neighbors6}, and notices when another host uses or wants an address of ours (RFC 4861
 * section 7.2, RFC 4862 section 5.4). Routers and redirects are of no matter to a gateway whose
 * routes are configured. Owned by the control thread.
 */
public final class NeighborDiscovery {
  private static final Logger LOG = LoggerFactory.getLogger(NeighborDiscovery.class);

  /** As often as {@link ArpHandler} defends an address. */
  private static final long DEFEND_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** RFC 4861 section 7.2.6: up to three announcements, RETRANS_TIMER apart; two do. */
  private static final long ANNOUNCE_NANOS = Neighbors6.RETRY_NANOS;

  private final OwnAddresses6 own;
  private final Neighbors6 neighbors;
  private final PacketEngine engine;
  private final Timers timers;
  private final SlowPathCounters counters;
  private final ExpandableArrayBuffer answer = new ExpandableArrayBuffer(128);
  private boolean warned;

  /** A handler for all ports. */
  public NeighborDiscovery(
      OwnAddresses6 own,
      Neighbors6 neighbors,
      PacketEngine engine,
      Timers timers,
      SlowPathCounters counters) {
    this.own = own;
    this.neighbors = neighbors;
    this.engine = engine;
    this.timers = timers;
    this.counters = counters;
  }

  /** Tells every link of our addresses, so that neighbours forget an earlier owner. */
  public void announce() {
    announceAll();
    timers.schedule(ANNOUNCE_NANOS, this::announceAll);
  }

  /** A frame with a message of neighbour discovery came in. */
  public void onFrame(int port, DirectBuffer frame, int offset, int length) {
    if (!own.isServed(port)) {
      counters.increment(SlowPathCounter.ND_IGNORED);
      return;
    }
    int type = NdMessage.type(frame, offset, length);
    if (type != NdMessage.SOLICITATION && type != NdMessage.ADVERTISEMENT) {
      counters.increment(SlowPathCounter.ND_IGNORED);
    } else if (!NdMessage.isValid(frame, offset, length)) {
      counters.increment(SlowPathCounter.ND_MALFORMED);
    } else if (NdMessage.mac(frame, offset + 6) == own.port(port).mac()) {
      counters.increment(SlowPathCounter.ND_IGNORED); // ours, sent back by a link that mirrors
    } else if (type == NdMessage.SOLICITATION) {
      solicitation(port, frame, offset, length);
    } else {
      advertisement(port, frame, offset, length);
    }
  }

  private void solicitation(int port, DirectBuffer frame, int offset, int length) {
    Address6 target = NdMessage.target(frame, offset);
    Address6 source = NdMessage.source(frame, offset);
    if (own.isOwnOn(port, source)) {
      conflict(port, source, NdMessage.mac(frame, offset + 6));
      return;
    }
    long stated = NdMessage.linkAddress(frame, offset, length);
    if (Arp.isUnicast(stated) && source.isUnicast()) {
      neighbors.onClaim(port, source, stated);
    }
    if (!own.isOwnOn(port, target)) {
      counters.increment(SlowPathCounter.ND_IGNORED);
      return;
    }
    long asker = stated != 0 ? stated : NdMessage.mac(frame, offset + 6);
    if (source.isUnspecified()) { // it looks whether it may have the address
      conflict(port, target, asker);
      advertise(port, target, Address6.ALL_NODES, Address6.ALL_NODES.groupMac(), 0);
    } else if (source.isUnicast() && Arp.isUnicast(asker)) {
      advertise(port, target, source, asker, NdMessage.SOLICITED);
    } else {
      counters.increment(SlowPathCounter.ND_MALFORMED);
    }
  }

  private void advertisement(int port, DirectBuffer frame, int offset, int length) {
    Address6 target = NdMessage.target(frame, offset);
    long mac = NdMessage.linkAddress(frame, offset, length);
    if (own.isOwnOn(port, target)) {
      conflict(port, target, mac);
    } else if (mac != 0 && !Arp.isUnicast(mac)) {
      counters.increment(SlowPathCounter.ND_MALFORMED);
    } else {
      neighbors.onAdvertisement(port, target, mac, NdMessage.flags(frame, offset));
    }
  }

  private void conflict(int port, Address6 address, long mac) {
    counters.increment(SlowPathCounter.ND_CONFLICTS);
    if (!warned) {
      warned = true;
      timers.schedule(DEFEND_NANOS, () -> warned = false);
      LOG.warn(
          "address {} of port {} is used or wanted by another host too, {}: give one of them"
              + " another address",
          address,
          own.port(port).name(),
          Text.mac(mac));
    }
  }

  private void announceAll() {
    for (int port = 0; port < own.ports(); port++) {
      if (own.isServed(port)) {
        announce(port, own.port(port).linkLocal());
        for (OwnAddresses6.OwnAddress address : own.port(port).addresses()) {
          announce(port, address.address());
        }
      }
    }
  }

  private void announce(int port, Address6 address) {
    advertise(port, address, Address6.ALL_NODES, Address6.ALL_NODES.groupMac(), 0);
  }

  private void advertise(int port, Address6 target, Address6 to, long mac, int flags) {
    NdMessage.write(
        answer,
        NdMessage.ADVERTISEMENT,
        flags | NdMessage.ROUTER | NdMessage.OVERRIDE,
        mac,
        own.port(port).mac(),
        target,
        to,
        target);
    engine.inject(port, answer, 0, NdMessage.FRAME_LENGTH);
    counters.increment(SlowPathCounter.ND_ADVERTISEMENTS_SENT);
  }
}

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
 * Answers ARP requests for our own addresses, passes what others say of themselves to {@link
 * Neighbors}, and notices when another host uses an address of ours (RFC 826, RFC 5227 §2.4). Owned
 * by the control thread.
 */
public final class ArpHandler {
  private static final Logger LOG = LoggerFactory.getLogger(ArpHandler.class);

  /** RFC 5227 §2.4 (b): an address is defended at most this often. */
  private static final long DEFEND_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** RFC 5227 §2.3: announcements are sent twice, two seconds apart. */
  private static final long ANNOUNCE_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final OwnAddresses own;
  private final Neighbors neighbors;
  private final PacketEngine engine;
  private final Timers timers;
  private final SlowPathCounters counters;
  private final ExpandableArrayBuffer answer = new ExpandableArrayBuffer(64);
  private boolean defending;

  /** A handler for all ports. */
  public ArpHandler(
      OwnAddresses own,
      Neighbors neighbors,
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

  /** A frame of EtherType ARP came in. */
  public void onFrame(int port, DirectBuffer frame, int offset, int length) {
    if (!Arp.isWellFormed(frame, offset, length)) {
      counters.increment(SlowPathCounter.ARP_MALFORMED);
      return;
    }
    long senderMac = Arp.senderMac(frame, offset);
    int sender = Arp.senderAddress(frame, offset);
    if (senderMac == own.port(port).mac()) {
      return; // our own announcement, sent back by a link that mirrors
    }
    if (!Arp.isUnicast(senderMac)) {
      counters.increment(SlowPathCounter.ARP_MALFORMED);
      return;
    }
    if (own.isOwnOn(port, sender)) {
      conflict(port, sender, senderMac);
      return;
    }
    if (own.isOnLink(port, sender)) {
      neighbors.onClaim(port, sender, senderMac);
    }
    int target = Arp.targetAddress(frame, offset);
    if (Arp.operation(frame, offset) == Arp.REQUEST && own.isOwnOn(port, target)) {
      reply(port, target, sender, senderMac);
    }
  }

  private void reply(int port, int address, int asker, long askerMac) {
    Arp.write(answer, askerMac, Arp.REPLY, own.port(port).mac(), address, askerMac, asker);
    engine.inject(port, answer, 0, Arp.FRAME_LENGTH);
    counters.increment(SlowPathCounter.ARP_REPLIES_SENT);
  }

  private void conflict(int port, int address, long mac) {
    counters.increment(SlowPathCounter.ARP_CONFLICTS);
    if (!defending) {
      defending = true;
      timers.schedule(DEFEND_NANOS, () -> defending = false);
      LOG.warn(
          "address {} of port {} is used by another host too, {}: give one of them another address",
          Text.address(address),
          own.port(port).name(),
          Text.mac(mac));
      announce(port, address);
    }
  }

  private void announceAll() {
    for (int port = 0; port < own.ports(); port++) {
      for (OwnAddresses.OwnAddress address : own.port(port).addresses()) {
        announce(port, address.address());
      }
    }
  }

  private void announce(int port, int address) {
    Arp.write(answer, Arp.BROADCAST, Arp.REQUEST, own.port(port).mac(), address, 0, address);
    engine.inject(port, answer, 0, Arp.FRAME_LENGTH);
  }
}

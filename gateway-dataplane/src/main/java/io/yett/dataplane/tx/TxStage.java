package io.yett.dataplane.tx;

import io.yett.dataplane.control.PuntReason;
import io.yett.dataplane.counters.DropReason;
import io.yett.dataplane.counters.LaneCounters;
import io.yett.dataplane.fragment.Fragmenter;
import io.yett.dataplane.fragment.Reassembly;
import io.yett.dataplane.packet.Burst;
import io.yett.dataplane.packet.Ethernet;
import io.yett.dataplane.packet.Event;
import io.yett.dataplane.packet.Ipv4;
import io.yett.dataplane.packet.Origin;
import io.yett.dataplane.packet.Verdict;
import io.yett.dataplane.route.Forwarding;
import io.yett.dataplane.route.NextHop;
import io.yett.dataplane.sad.InboundSa;
import io.yett.dpdk.Mbuf;
import io.yett.dpdk.Memory;
import io.yett.dpdk.Mempool;
import io.yett.dpdk.Port;
import java.lang.foreign.Arena;
import java.security.SecureRandom;
import java.util.List;
import org.agrona.concurrent.NanoClock;

/**
 * The last stage, where every packet ends: transmitted, handed up, or dropped and counted. It sees
 * bursts in the order in which they were received. One thread.
 */
public final class TxStage {
  private static final long MAX_HOLD_NANOS = 1_500_000_000;
  private static final long RELEASE_INTERVAL_NANOS = 1_000_000;

  private final LaneCounters counters;
  private final PuntQueue punts;
  private final ReentryQueue reentries;
  private final ReentryQueue[] lanes;
  private final EventWriter events;
  private final ReplayCommit replay;
  private final PortQueue[] queues;
  private final long freed;
  private final HeldPackets held = new HeldPackets();
  private final OwnFrames ownFrames;
  private final Fragmenter fragmenter;
  private final Reassembly reassembly;
  private long lastRelease;
  private int freedCount;

  /**
   * Joins the parts.
   *
   * @param queue the transmit queue that this lane has on each port
   * @param lane number of the lane that this is in
   * @param lanes the queue to each lane; to this one goes what is classified once more
   * @param pool where buffers for our own frames and for fragments come from
   * @param wholePackets where buffers come from for packets that are put together
   */
  public TxStage(
      Arena arena,
      List<Port> ports,
      int queue,
      PuntQueue punts,
      OwnQueue own,
      int lane,
      ReentryQueue[] lanes,
      Mempool pool,
      Mempool wholePackets,
      LaneCounters counters) {
    this.ownFrames = new OwnFrames(arena, own, pool, this);
    this.fragmenter = new Fragmenter(arena, pool);
    this.reassembly = new Reassembly(arena, wholePackets, new SecureRandom().nextLong());
    this.counters = counters;
    this.reentries = lanes[lane];
    this.lanes = lanes.clone();
    this.punts = punts;
    this.events = new EventWriter(punts, counters);
    this.replay = new ReplayCommit(events, lane, lanes.length > 1);
    this.queues =
        ports.stream()
            .map(port -> new PortQueue(arena, port, queue, counters))
            .toArray(PortQueue[]::new);
    this.freed = arena.allocate(8L * Burst.MAX_PACKETS, 64).address();
  }

  /** Ends all packets of a burst. */
  public void send(Burst burst) {
    int count = burst.count();
    int ready = count == 0 ? 0 : sendReady(burst);
    for (int i = ready; i < count; i++) {
      send(burst, i);
    }
    flush();
  }

  /**
   * Sends packets in complete frames to the first one's port, straight from the burst's array, up
   * to the first with which there is more to do. Returns how many.
   */
  private int sendReady(Burst burst) {
    int port = Burst.port(burst.entry(0));
    long ready = Burst.readyFor(port);
    long readyAfterReplayCheck = Burst.readyAfterReplayCheck(port);
    int count = burst.count();
    int done = 0;
    for (; done < count; done++) {
      long entry = burst.entry(done);
      long outcome = Burst.outcome(entry);
      if (outcome != ready) {
        if (outcome != readyAfterReplayCheck) {
          break;
        }
        replay.commit(burst, done, entry);
        if (Burst.outcome(entry) != readyAfterReplayCheck) {
          end(burst, burst.mbuf(done), entry); // falls after all
          queues[port].send(burst.mbufs(), done);
          return done + 1;
        }
      }
    }
    if (done != 0) {
      queues[port].send(burst.mbufs(), done);
    }
    return done;
  }

  private void send(Burst burst, int index) {
    long entry = burst.entry(index);
    if ((Burst.flags(entry) & Burst.FLAG_AUTHENTICATED) != 0) {
      replay.commit(burst, index, entry);
    }
    long mbuf = burst.mbuf(index);
    if (Burst.event(entry) != Event.NONE) {
      events.write(mbuf, entry, burst.nanoTime());
    }
    if (Burst.verdict(entry) == Verdict.FORWARD) {
      forward(burst, mbuf, entry);
    } else {
      end(burst, mbuf, entry);
    }
  }

  private void flush() {
    for (PortQueue queue : queues) {
      queue.flush();
    }
    free();
  }

  /**
   * Sends frames of our own and packets whose neighbour became known. Called when there may be
   * some, between bursts; returns how much was done.
   */
  public int sendOwn(Forwarding forwarding, NanoClock clock) {
    if (ownFrames.isEmpty() && held.size() == 0 && reassembly.isEmpty()) {
      return 0;
    }
    long nanoTime = clock.nanoTime();
    int work = ownFrames.send(forwarding, nanoTime);
    if (nanoTime - lastRelease > RELEASE_INTERVAL_NANOS) {
      lastRelease = nanoTime;
      work += release(forwarding, nanoTime);
      work += expireFragments(nanoTime);
    }
    if (work != 0) {
      flush();
    }
    return work;
  }

  /** Drops what waits for a neighbour, another tunnel or another lane, because the lanes stop. */
  public void stop() {
    while (held.size() != 0) {
      drop(held.remove(), DropReason.STOPPED.code());
    }
    counters.countDrops(DropReason.STOPPED, reassembly.stop());
    counters.setWaiting(0);
    free();
    for (ReentryQueue queue : lanes) {
      int dropped = stop(queue);
      counters.countDrops(DropReason.STOPPED, dropped);
      if (queue != reentries) {
        counters.countTakenOver(dropped); // back, from a lane that does not receive any more
      }
    }
  }

  private int stop(ReentryQueue queue) {
    int dropped = 0;
    for (int n = queue.drain(freed, Burst.MAX_PACKETS);
        n != 0;
        n = queue.drain(freed, Burst.MAX_PACKETS)) {
      Mbuf.free(freed, n);
      dropped += n;
    }
    return dropped;
  }

  // For OwnFrames.

  void countInjected() {
    counters.countInjected();
  }

  void countNoBuffer() {
    counters.countDrop(DropReason.NO_BUFFER.code());
  }

  /** Sends a whole frame as it is. */
  void sendFrame(long mbuf, int port) {
    queues[port].add(mbuf);
  }

  /** Sends a packet in a frame whose header is not written yet; never encrypts it. */
  void sendPacket(long mbuf, Forwarding forwarding, long nanoTime) {
    int destination = Memory.getNetworkInt(Mbuf.data(mbuf) + Ethernet.HEADER + Ipv4.DESTINATION);
    long nextHop = forwarding.lookup(destination);
    int kind = NextHop.kind(nextHop);
    if (kind != NextHop.ON_LINK && kind != NextHop.GATEWAY) {
      drop(mbuf, DropReason.NO_ROUTE.code());
      return;
    }
    int port = NextHop.port(nextHop);
    int neighbor = NextHop.neighbor(nextHop, destination);
    long wireMac = forwarding.neighbors().findMac(port, neighbor);
    if (wireMac == 0) {
      hold(mbuf, port, neighbor, nanoTime);
    } else {
      transmit(mbuf, forwarding, port, wireMac);
    }
  }

  /**
   * Drops all packets of a burst that the lane cannot finish any more.
   *
   * @param free false leaves the buffers alone, for a crypto device still has them
   */
  public void abandon(Burst burst, boolean free) {
    if (free) {
      Mbuf.free(burst.mbufs(), burst.count());
    }
    counters.countDrops(DropReason.STOPPED, burst.count());
  }

  private void forward(Burst burst, long mbuf, long entry) {
    Forwarding forwarding = burst.forwarding();
    int port = Burst.port(entry);
    int hop = Burst.hop(entry);
    if ((Burst.flags(entry) & Burst.FLAG_FRAMED) != 0) {
      queues[port].add(mbuf);
      return;
    }
    boolean unresolved = (Burst.flags(entry) & Burst.FLAG_UNRESOLVED) != 0;
    long wireMac = unresolved ? 0 : forwarding.neighbors().wireMac(hop);
    Mbuf.length(mbuf, Ethernet.HEADER + Burst.l3Length(entry));
    if (wireMac == 0) {
      int address = unresolved ? hop : forwarding.neighbors().address(hop);
      hold(mbuf, port, address, burst.nanoTime());
      return;
    }
    transmit(mbuf, forwarding, port, wireMac);
  }

  private void transmit(long mbuf, Forwarding forwarding, int port, long wireMac) {
    Ethernet.writeIpv4Header(Mbuf.data(mbuf), wireMac, forwarding.wireMac(port));
    queues[port].add(mbuf);
  }

  /** Asks for the neighbour, and keeps the packet until it is known or too much time has passed. */
  private void hold(long mbuf, int port, int address, long nanoTime) {
    events.unresolved(port, address, nanoTime);
    long evicted = held.add(mbuf, port, address, nanoTime);
    if (evicted != 0) {
      drop(evicted, DropReason.NEIGHBOR_UNRESOLVED.code());
    }
  }

  /** Sends held packets whose neighbour is known now, and drops those that waited too long. */
  private int release(Forwarding forwarding, long nanoTime) {
    int released = 0;
    for (int i = held.size(); i > 0; i--) {
      int port = held.port();
      long wireMac = forwarding.neighbors().findMac(port, held.address());
      boolean late = nanoTime - held.since() > MAX_HOLD_NANOS;
      if (wireMac == 0 && !late) {
        held.rotate();
        continue;
      }
      long mbuf = held.remove();
      released++;
      if (wireMac == 0) {
        drop(mbuf, DropReason.NEIGHBOR_UNRESOLVED.code());
      } else {
        transmit(mbuf, forwarding, port, wireMac);
      }
    }
    return released;
  }

  private void end(Burst burst, long mbuf, long entry) {
    long frame = Mbuf.data(mbuf);
    int length = Mbuf.dataLength(mbuf);
    int ingress = burst.ingressPort();
    int port = Origin.isPort(ingress) ? ingress : Burst.port(entry);
    switch (Burst.verdict(entry)) {
      case Verdict.PUNT -> punted(mbuf, punts.frame(port, Burst.reason(entry), frame, length));
      case Verdict.PUNT_TOO_BIG ->
          punted(mbuf, punts.tooBig(port, Burst.detail(entry), frame, length));
      case Verdict.REENTER -> {
        if (!reentries.addFromTunnel(mbuf)) {
          drop(mbuf, DropReason.REENTRY_QUEUE_FULL.code());
        }
      }
      case Verdict.HAND_OVER -> {
        if (lanes[Burst.detail(entry)].addAsReceived(mbuf, ingress)) {
          counters.countHandedOver();
        } else {
          drop(mbuf, DropReason.HANDOVER_QUEUE_FULL.code());
        }
      }
      case Verdict.REASSEMBLE -> reassemble(burst, mbuf, entry);
      case Verdict.FRAGMENT -> fragment(burst, mbuf, entry);
      default -> {
        countOnSa(entry);
        drop(mbuf, Burst.reason(entry));
      }
    }
  }

  /**
   * Cuts a packet. What came out of a tunnel, or is protected, goes on to its next hop; the
   * fragments of any other take the packet's flow, so those without ports too use its policy and SA
   * (RFC 4301 section 7).
   */
  private void fragment(Burst burst, long mbuf, long entry) {
    long ip = Mbuf.data(mbuf) + Burst.l3Offset(entry);
    int limit = Burst.detail(entry);
    int count = Fragmenter.count(ip, limit);
    int done = Burst.FLAG_AUTHENTICATED | Burst.FLAG_PROTECTED;
    boolean onlyRouted = (Burst.flags(entry) & done) != 0;
    if (count == 0) {
      drop(mbuf, DropReason.TOO_BIG.code());
    } else if (!onlyRouted && !reentries.hasRoom(count)) {
      drop(mbuf, DropReason.REENTRY_QUEUE_FULL.code());
    } else if (!fragmenter.cut(ip, limit, count)) {
      drop(mbuf, DropReason.NO_BUFFER.code());
    } else {
      counters.countCut(count);
      for (int i = 0; i < count; i++) {
        if (onlyRouted) {
          sendPacket(fragmenter.fragment(i), burst.forwarding(), burst.nanoTime());
        } else {
          reentries.addOfFlow(fragmenter.fragment(i), Burst.sequence(entry));
        }
      }
      free(mbuf);
    }
  }

  /** A fragment to us. Once its packet is whole, that is classified, or handed up if decrypted. */
  private void reassemble(Burst burst, long mbuf, long entry) {
    boolean decrypted = (Burst.flags(entry) & Burst.FLAG_AUTHENTICATED) != 0;
    long ip = Mbuf.data(mbuf) + Burst.l3Offset(entry);
    int result = reassembly.add(ip, decrypted ? Burst.sa(entry) : 0, burst.nanoTime());
    free(mbuf);
    counters.countDrops(DropReason.REASSEMBLY_FULL, reassembly.takeEvicted());
    counters.setWaiting(reassembly.waiting());
    if (result == Reassembly.REFUSED) {
      counters.countDrops(reassembly.refusal(), reassembly.fragments());
    } else if (result == Reassembly.WHOLE) {
      counters.countReassembled(reassembly.fragments());
      long whole = reassembly.whole();
      int port = burst.ingressPort();
      Ethernet.writeIpv4Header(Mbuf.data(whole), burst.forwarding().wireMac(port), 0);
      if (decrypted) {
        int reason = PuntReason.LOCAL.code();
        punted(whole, punts.frame(port, reason, Mbuf.data(whole), Mbuf.dataLength(whole)));
      } else if (!reentries.addAsReceived(whole, port)) {
        drop(whole, DropReason.REENTRY_QUEUE_FULL.code());
      }
    }
  }

  /** Lets fragments fall whose packet did not become whole in time. */
  private int expireFragments(long nanoTime) {
    int fell = reassembly.isEmpty() ? 0 : reassembly.expire(nanoTime);
    if (fell != 0) {
      counters.countDrops(DropReason.REASSEMBLY_TIMEOUT, fell);
      counters.setWaiting(reassembly.waiting());
    }
    return fell;
  }

  private void punted(long mbuf, boolean written) {
    if (written) {
      counters.countPunted();
      free(mbuf);
    } else {
      drop(mbuf, DropReason.PUNT_QUEUE_FULL.code());
    }
  }

  /** Replays and wrong ICVs are counted on their SA too. */
  private static void countOnSa(long entry) {
    int reason = Burst.reason(entry);
    if (reason == DropReason.AUTH_FAILED.code()) {
      InboundSa.countAuthFailure(Burst.sa(entry));
    } else if (reason == DropReason.REPLAY.code()) {
      InboundSa.countReplay(Burst.sa(entry));
    }
  }

  private void drop(long mbuf, int reason) {
    counters.countDrop(reason);
    free(mbuf);
  }

  private void free(long mbuf) {
    Memory.putLong(freed + 8L * freedCount, mbuf);
    if (++freedCount == Burst.MAX_PACKETS) {
      free();
    }
  }

  private void free() {
    if (freedCount != 0) {
      Mbuf.free(freed, freedCount);
      freedCount = 0;
    }
  }
}

package io.yett.dataplane.counters;

import io.yett.dpdk.Memory;
import java.lang.foreign.Arena;

/**
 * What a lane has counted since it began. Off-heap; the RX and the TX stage each write lines of
 * their own, once per burst (drops: once per drop), and any thread may read.
 *
 * <p>When the lane is empty: received + injected = transmitted + punted + the sum of the drops +
 * reshaped + waiting.
 */
public final class LaneCounters {
  private static final DropReason[] REASONS = DropReason.values();

  // RX stage
  private static final int RECEIVED = 0;
  private static final int RX_POLLS = 8;
  private static final int RX_IDLE_POLLS = 16;
  private static final int BURSTS = 24;
  private static final int FLOW_MISSES = 32;
  private static final int OWN_PACKETS = 40;
  // TX stage
  private static final int TRANSMITTED = 128;
  private static final int PUNTED = 136;
  private static final int INJECTED = 144;
  private static final int LOST_EVENTS = 152;
  private static final int RESHAPED = 160;
  private static final int FRAGMENTS_MADE = 168;
  private static final int WAITING = 176;
  private static final int REASSEMBLED = 184;
  private static final int DROPS = 256;

  private final long base;

  /** Makes counters of zero; the arena owns their memory. */
  public LaneCounters(Arena arena) {
    this.base = arena.allocate(DROPS + 8L * REASONS.length, 128).address();
  }

  /** Packets taken from the ports. */
  public long received() {
    return Memory.getLong(base + RECEIVED);
  }

  /**
   * Packets that came from no port: of our own, for which a buffer was tried, fragments that were
   * made of others, and what was put together from fragments.
   */
  public long injected() {
    return Memory.getLong(base + INJECTED)
        + Memory.getLong(base + OWN_PACKETS)
        + Memory.getLong(base + FRAGMENTS_MADE)
        + Memory.getLong(base + REASSEMBLED);
  }

  /** Packets that went on as others: cut into fragments, or put together from them. */
  public long reshaped() {
    return Memory.getLong(base + RESHAPED);
  }

  /** Fragments that were made of packets too big for their way. */
  public long fragmentsMade() {
    return Memory.getLong(base + FRAGMENTS_MADE);
  }

  /** Packets that a port took for transmission. */
  public long transmitted() {
    return Memory.getLong(base + TRANSMITTED);
  }

  /** Packets handed to the control thread. */
  public long punted() {
    return Memory.getLong(base + PUNTED);
  }

  public long dropped(DropReason reason) {
    return Memory.getLong(base + DROPS + 8L * reason.code());
  }

  /** The sum over all reasons. */
  public long dropped() {
    long sum = 0;
    for (DropReason reason : REASONS) {
      sum += dropped(reason);
    }
    return sum;
  }

  /** Events (acquire, expiry, unresolved, peer moved) that found the queue full. */
  public long lostEvents() {
    return Memory.getLong(base + LOST_EVENTS);
  }

  /** Times that a port was asked for packets. */
  public long polls() {
    return Memory.getLong(base + RX_POLLS);
  }

  /** Polls that found nothing. */
  public long idlePolls() {
    return Memory.getLong(base + RX_IDLE_POLLS);
  }

  /** Bursts that had at least one packet. */
  public long bursts() {
    return Memory.getLong(base + BURSTS);
  }

  /** Packets that were not in the flow cache and took the ordered search. */
  public long flowMisses() {
    return Memory.getLong(base + FLOW_MISSES);
  }

  /** RX stage: a poll of a port found this many packets. */
  public void countPoll(int packets) {
    add(RX_POLLS, 1);
    if (packets == 0) {
      add(RX_IDLE_POLLS, 1);
    } else {
      add(RECEIVED, packets);
      add(BURSTS, 1);
    }
  }

  /** RX stage. */
  public void countFlowMiss() {
    add(FLOW_MISSES, 1);
  }

  /** RX stage: packets of our own that take the packet path. */
  public void countOwn(int packets) {
    add(OWN_PACKETS, packets);
  }

  /** TX stage. */
  public void countTransmitted(int packets) {
    add(TRANSMITTED, packets);
  }

  /** TX stage. */
  public void countPunted() {
    add(PUNTED, 1);
  }

  /** TX stage: a frame of our own was tried. */
  public void countInjected() {
    add(INJECTED, 1);
  }

  /** Packets that were put together from fragments. */
  public long reassembled() {
    return Memory.getLong(base + REASSEMBLED);
  }

  /** Fragments that wait for others now. */
  public long waiting() {
    return Memory.getLong(base + WAITING);
  }

  /** TX stage: so many fragments wait. */
  public void setWaiting(int fragments) {
    Memory.putLong(base + WAITING, fragments);
  }

  /** TX stage: a packet was put together from so many. */
  public void countReassembled(int fragments) {
    add(RESHAPED, fragments);
    add(REASSEMBLED, 1);
  }

  /** TX stage: a packet was cut into so many. */
  public void countCut(int fragments) {
    add(RESHAPED, 1);
    add(FRAGMENTS_MADE, fragments);
  }

  /** TX stage. */
  public void countLostEvent() {
    add(LOST_EVENTS, 1);
  }

  /** TX stage. */
  public void countDrop(int reasonCode) {
    add(DROPS + 8 * reasonCode, 1);
  }

  /** TX stage. */
  public void countDrops(DropReason reason, int packets) {
    add(DROPS + 8 * reason.code(), packets);
  }

  private void add(int offset, long value) {
    long address = base + offset;
    Memory.putLong(address, Memory.getLong(address) + value);
  }
}

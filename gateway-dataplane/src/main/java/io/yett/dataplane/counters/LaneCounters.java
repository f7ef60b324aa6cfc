package io.yett.dataplane.counters;

import io.yett.dpdk.Memory;
import java.lang.foreign.Arena;

/**
 * What a lane has counted since it began. Off-heap; the RX and the TX stage each write lines of
 * their own, which no other lane shares, once per burst (drops: once per drop), and any thread may
 * read.
 *
 * <p>When the lane is empty: received + injected + taken over = transmitted + punted + handed over
 * + reshaped + waiting + the sum of the drops.
 */
public final class LaneCounters implements PacketCounters {
  /** Octets that a CPU fetches together. */
  private static final int LINE_PAIR = 128;

  private static final DropReason[] REASONS = DropReason.values();

  // RX stage
  private static final int RECEIVED = 0;
  private static final int RX_POLLS = 8;
  private static final int RX_IDLE_POLLS = 16;
  private static final int BURSTS = 24;
  private static final int FLOW_MISSES = 32;
  private static final int OWN_PACKETS = 40;
  private static final int TAKEN_OVER = 48;
  // TX stage
  private static final int TRANSMITTED = 128;
  private static final int PUNTED = 136;
  private static final int INJECTED = 144;
  private static final int LOST_EVENTS = 152;
  private static final int RESHAPED = 160;
  private static final int FRAGMENTS_MADE = 168;
  private static final int WAITING = 176;
  private static final int REASSEMBLED = 184;
  private static final int HANDED_OVER = 192;
  private static final int DROPS = 256;

  private final long base;

  /** Makes counters of zero; the arena owns their memory. */
  public LaneCounters(Arena arena) {
    long octets = DROPS + 8L * REASONS.length;
    this.base = arena.allocate((octets + LINE_PAIR - 1) & -LINE_PAIR, LINE_PAIR).address();
  }

  @Override
  public long received() {
    return get(RECEIVED);
  }

  @Override
  public long injected() {
    return get(INJECTED) + get(OWN_PACKETS) + get(FRAGMENTS_MADE) + get(REASSEMBLED);
  }

  @Override
  public long reshaped() {
    return get(RESHAPED);
  }

  @Override
  public long fragmentsMade() {
    return get(FRAGMENTS_MADE);
  }

  @Override
  public long reassembled() {
    return get(REASSEMBLED);
  }

  @Override
  public long waiting() {
    return get(WAITING);
  }

  @Override
  public long takenOver() {
    return get(TAKEN_OVER);
  }

  @Override
  public long transmitted() {
    return get(TRANSMITTED);
  }

  @Override
  public long punted() {
    return get(PUNTED);
  }

  @Override
  public long handedOver() {
    return get(HANDED_OVER);
  }

  @Override
  public long dropped(DropReason reason) {
    return get(DROPS + 8 * reason.code());
  }

  @Override
  public long lostEvents() {
    return get(LOST_EVENTS);
  }

  @Override
  public long polls() {
    return get(RX_POLLS);
  }

  @Override
  public long idlePolls() {
    return get(RX_IDLE_POLLS);
  }

  @Override
  public long bursts() {
    return get(BURSTS);
  }

  @Override
  public long flowMisses() {
    return get(FLOW_MISSES);
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

  /** RX stage: packets that other lanes handed over. */
  public void countTakenOver(int packets) {
    add(TAKEN_OVER, packets);
  }

  /** TX stage: a packet went to the lane that owns its SA. */
  public void countHandedOver() {
    add(HANDED_OVER, 1);
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

  private long get(int offset) {
    return Memory.getLong(base + offset);
  }

  private void add(int offset, long value) {
    long address = base + offset;
    Memory.putLong(address, Memory.getLong(address) + value);
  }
}

package io.yett.dataplane.packet;

import io.yett.dataplane.counters.DropReason;
import io.yett.dataplane.route.Forwarding;
import io.yett.dataplane.spd.Spd;
import io.yett.dpdk.Memory;
import java.lang.foreign.Arena;

/**
 * Up to 64 packets on their way through the stages: the unit of work. Two off-heap columns: the
 * mbuf addresses, as DPDK's burst calls want them, and an entry of 32 octets for each packet, half
 * a cache line, so that little crosses when the stages run on different cores.
 *
 * <p>Owned by one stage at a time; the handover orders its memory.
 */
public final class Burst {
  public static final int MAX_PACKETS = 64;

  /** No next hop is known. */
  public static final int NO_HOP = -1;

  /** {@link #flags(long)}: the ICV was good, so the replay window is to be marked. */
  public static final int FLAG_AUTHENTICATED = 1;

  /** {@link #flags(long)}: the outer source is not the one that the SA has. */
  public static final int FLAG_PEER_MOVED = 2;

  /**
   * {@link #flags(long)}: the next hop is not in the neighbour table; the entry's hop is its IPv4
   * address.
   */
  public static final int FLAG_UNRESOLVED = 4;

  /** {@link #flags(long)}: the Ethernet header for the next hop is written already. */
  public static final int FLAG_FRAMED = 8;

  /** {@link #flags(long)}: a packet that is protected already; its fragments go out as they are. */
  public static final int FLAG_PROTECTED = 16;

  /** Octets of an entry. */
  public static final int ENTRY = 32;

  private static final int SA = 0;
  private static final int SEQUENCE = 8;
  private static final int HOP = 16;
  private static final int L3_OFFSET = 20;
  private static final int L3_LENGTH = 22;
  private static final int VERDICT = 24;
  private static final int REASON = 25;
  private static final int EVENT = 26;
  private static final int FLAGS = 27;
  private static final int PORT = 28;
  private static final int DETAIL = 30;

  private final long mbufs;
  private final long entries;
  private final long movedPeers;
  private int ingressPort;
  private int count;
  private int cryptoCount;
  private long nanoTime;
  private int opBatch;
  private boolean flowsKnown;
  private Spd spd;
  private Forwarding forwarding;

  /** Makes an empty burst; the arena owns its memory. */
  public Burst(Arena arena) {
    long base = arena.allocate((long) MAX_PACKETS * (8 + ENTRY + 8), 64).address();
    this.mbufs = base;
    this.entries = base + MAX_PACKETS * 8L;
    this.movedPeers = entries + (long) MAX_PACKETS * ENTRY;
  }

  /** Address of the array of mbuf addresses. */
  public long mbufs() {
    return mbufs;
  }

  public long mbuf(int index) {
    return Memory.getLong(mbufs + 8L * index);
  }

  /** Puts another mbuf in a packet's place. */
  public void mbuf(int index, long mbuf) {
    Memory.putLong(mbufs + 8L * index, mbuf);
  }

  /** Address of a packet's entry, for the methods below. */
  public long entry(int index) {
    return entries + (long) ENTRY * index;
  }

  public int count() {
    return count;
  }

  /** Index of the port that the packets came from, or one of {@link Origin}. */
  public int ingressPort() {
    return ingressPort;
  }

  /** When the packets were taken from the port, by the lane's clock. */
  public long nanoTime() {
    return nanoTime;
  }

  /** Begins anew with packets of one port. */
  public void reset(int ingressPort, int count, long nanoTime) {
    this.ingressPort = ingressPort;
    this.count = count;
    this.nanoTime = nanoTime;
    this.cryptoCount = 0;
    this.flowsKnown = false;
  }

  /** True if the packets' flows are known already, whatever ports the packets show. */
  public boolean flowsKnown() {
    return flowsKnown;
  }

  /** Says that each entry's sequence is the second half of its flow's key. */
  public void flowsKnown(boolean known) {
    flowsKnown = known;
  }

  /** The routes of these packets, the same in every stage. */
  public Forwarding forwarding() {
    return forwarding;
  }

  /** The policies for these packets, the same in every stage. */
  public Spd spd() {
    return spd;
  }

  /** Sets what all stages judge these packets by. */
  public void judgeBy(Spd policies, Forwarding routes) {
    spd = policies;
    forwarding = routes;
  }

  /** Which operations of its worker the burst has; for the ESP stage. */
  public int opBatch() {
    return opBatch;
  }

  public void opBatch(int number) {
    opBatch = number;
  }

  /** Packets whose verdict is ENCRYPT, DECRYPT or VERIFY. */
  public int cryptoCount() {
    return cryptoCount;
  }

  public void cryptoCount(int packets) {
    cryptoCount = packets;
  }

  /** Where the outer source of a packet with FLAG_PEER_MOVED is kept: address, then UDP port. */
  public long movedPeer(int index) {
    return movedPeers + 8L * index;
  }

  // Entries. Static, so that a loop keeps one address in a register.

  /**
   * Sends a packet to encryption: verdict, SA, next hop and where its IP header is, at three
   * stores. Its sequence number comes later; it has no event and no flags.
   */
  public static void encrypt(long entry, long sa, int hop, int port, int l3Offset, int l3Length) {
    Memory.putLong(entry + SA, sa);
    Memory.putLong(
        entry + HOP, (hop & 0xFFFF_FFFFL) | ((long) (l3Offset | (l3Length << 16)) << 32));
    Memory.putLong(entry + VERDICT, Verdict.ENCRYPT | ((long) port << 32));
  }

  /**
   * Keeps what was read of a packet until its flow is looked at: {@link Verdict#PENDING}, and four
   * numbers, the last of 32 bits.
   */
  public static void pending(long entry, long first, long second, long third, int fourth) {
    Memory.putLong(entry, first);
    Memory.putLong(entry + 8, second);
    Memory.putLong(entry + 16, third);
    Memory.putLong(entry + VERDICT, Verdict.PENDING | ((long) fourth << 32));
  }

  /** What {@link #pending} kept, 0..2. */
  public static long pendingLong(long entry, int number) {
    return Memory.getLong(entry + 8L * number);
  }

  /** The fourth of what {@link #pending} kept. */
  public static int pendingInt(long entry) {
    return Memory.getInt(entry + PORT);
  }

  /** The packet is encrypted next, and then goes out as it is; keeps its event. */
  public static void forwardFramed(long entry) {
    int event = Memory.getInt(entry + VERDICT) & 0xFF_0000;
    Memory.putInt(entry + VERDICT, Verdict.FORWARD | event | (FLAG_FRAMED << 24));
  }

  /**
   * A decrypted packet in a complete frame goes on to a port, once its sequence number is marked;
   * keeps {@link #FLAG_PEER_MOVED}. The next hop is of no matter any more.
   */
  public static void forwardAuthenticated(long entry, int port) {
    int moved = Memory.getByte(entry + FLAGS) & FLAG_PEER_MOVED;
    int flags = FLAG_FRAMED | FLAG_AUTHENTICATED | moved;
    Memory.putInt(entry + VERDICT, Verdict.FORWARD | (flags << 24));
    Memory.putShort(entry + PORT, (short) port);
  }

  /** Verdict, reason, event, flags and port at one load. */
  public static long outcome(long entry) {
    return Memory.getLong(entry + VERDICT) & 0xFFFF_FFFF_FFFFL;
  }

  /**
   * The {@link #outcome} of a packet with which there is nothing to do but to transmit it: FORWARD
   * to that port in a frame that is complete, with no event and no other flag.
   */
  public static long readyFor(int port) {
    return Verdict.FORWARD | (FLAG_FRAMED << 24) | ((long) port << 32);
  }

  /** The same for a packet whose sequence number is to be marked before. */
  public static long readyAfterReplayCheck(int port) {
    return readyFor(port) | (FLAG_AUTHENTICATED << 24);
  }

  /** Lets the packet fall. */
  public static void drop(long entry, DropReason reason) {
    verdict(entry, Verdict.DROP, reason.code());
  }

  /** Sets verdict and reason, and clears event and flags. */
  public static void verdict(long entry, int verdict, int reason) {
    Memory.putInt(entry + VERDICT, verdict | (reason << 8));
  }

  /** Sets verdict and reason, and keeps event and flags. */
  public static void replaceVerdict(long entry, int verdict, int reason) {
    Memory.putShort(entry + VERDICT, (short) (verdict | (reason << 8)));
  }

  public static int verdict(long entry) {
    return Memory.getByte(entry + VERDICT);
  }

  public static int reason(long entry) {
    return Memory.getByte(entry + REASON);
  }

  /** One of {@link Event}. */
  public static int event(long entry) {
    return Memory.getByte(entry + EVENT);
  }

  public static void event(long entry, int event) {
    Memory.putByte(entry + EVENT, (byte) event);
  }

  public static int flags(long entry) {
    return Memory.getByte(entry + FLAGS);
  }

  public static void addFlag(long entry, int flag) {
    Memory.putByte(entry + FLAGS, (byte) (Memory.getByte(entry + FLAGS) | flag));
  }

  /** Address of the SA's slot. */
  public static long sa(long entry) {
    return Memory.getLong(entry + SA);
  }

  /** 64-bit ESP sequence number: assigned (outbound) or inferred (inbound). */
  public static long sequence(long entry) {
    return Memory.getLong(entry + SEQUENCE);
  }

  public static void sequence(long entry, long sequence) {
    Memory.putLong(entry + SEQUENCE, sequence);
  }

  public static void sa(long entry, long sa, long sequence) {
    Memory.putLong(entry + SA, sa);
    Memory.putLong(entry + SEQUENCE, sequence);
  }

  /** Index in the neighbour table; the reqId of an ACQUIRE; see {@link #FLAG_UNRESOLVED}. */
  public static int hop(long entry) {
    return Memory.getInt(entry + HOP);
  }

  /** Egress port. */
  public static int port(long entry) {
    return Memory.getShort(entry + PORT);
  }

  public static void nextHop(long entry, int port, int hop) {
    Memory.putInt(entry + HOP, hop);
    Memory.putShort(entry + PORT, (short) port);
  }

  /** Where the IP header begins, from the start of the mbuf's data. */
  public static int l3Offset(long entry) {
    return Memory.getShort(entry + L3_OFFSET) & 0xFFFF;
  }

  /** Total length of the IP packet. */
  public static int l3Length(long entry) {
    return Memory.getShort(entry + L3_LENGTH) & 0xFFFF;
  }

  public static void l3(long entry, int offset, int length) {
    Memory.putInt(entry + L3_OFFSET, offset | (length << 16));
  }

  /**
   * Depends on the verdict: an MTU; for HAND_OVER a lane; for DECRYPT the offset of ESP's payload
   * from L3, while the length of L3 ends with the ciphertext; for VERIFY that of AH's.
   */
  public static int detail(long entry) {
    return Memory.getShort(entry + DETAIL) & 0xFFFF;
  }

  public static void detail(long entry, int value) {
    Memory.putShort(entry + DETAIL, (short) value);
  }
}

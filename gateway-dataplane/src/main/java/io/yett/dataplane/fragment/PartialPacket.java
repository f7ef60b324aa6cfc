package io.yett.dataplane.fragment;

import io.yett.dataplane.counters.DropReason;
import io.yett.dataplane.packet.Ipv4;
import io.yett.dpdk.Memory;
import java.lang.foreign.Arena;
import java.util.Arrays;

/**
 * A packet of which some fragments are here: its data in place, and a bit for each 8 octets that
 * came. Owned by its {@link Reassembly}.
 */
final class PartialPacket {
  private static final int UNKNOWN = -1;

  /** Marked and unable to be marked: one of them was forged (RFC 3168 section 5.3). */
  private static final int MIXED_MARKS = 1 << Ipv4.ECN_CE | 1 << Ipv4.ECN_NOT_CAPABLE;

  private final long header;
  private final long data;
  private final int room;
  private final long[] blocks;
  private long addresses;
  private long rest;
  private long since;
  private boolean used;
  private boolean dead;
  private int fragments;
  private int octets;
  private int end;
  private int highest;
  private int headerLength;
  private int marks;

  /** {@code room} is how many octets of data fit. */
  PartialPacket(Arena arena, int room) {
    this.room = room;
    this.header = arena.allocate(Ipv4.MAX_HEADER + (long) room + 8, 8).address();
    this.data = header + Ipv4.MAX_HEADER;
    this.blocks = new long[(room + 511) / 512 + 1];
  }

  boolean isFree() {
    return !used;
  }

  boolean isOf(long itsAddresses, long itsRest) {
    return used && addresses == itsAddresses && rest == itsRest;
  }

  /** When its first fragment came. */
  long since() {
    return since;
  }

  /** How many are here. */
  int fragments() {
    return fragments;
  }

  /** True if it was attacked: nothing becomes of it any more. */
  boolean isDead() {
    return dead;
  }

  void begin(long itsAddresses, long itsRest, long nanoTime) {
    clear();
    used = true;
    addresses = itsAddresses;
    rest = itsRest;
    since = nanoTime;
  }

  void clear() {
    used = false;
    dead = false;
    fragments = 0;
    octets = 0;
    end = UNKNOWN;
    highest = 0;
    headerLength = 0;
    marks = 0;
    Arrays.fill(blocks, 0);
  }

  /** What was here has been counted; the dead packet stays, to refuse what comes. */
  void forgetFragments() {
    fragments = 0;
  }

  boolean isWhole() {
    return octets == end && headerLength != 0;
  }

  /**
   * Takes a fragment; null, or why it falls. If the packet is dead then, all its fragments fall.
   */
  DropReason add(long ip) {
    int flags = Short.reverseBytes((short) Ipv4.wireFlags(ip)) & 0xFFFF;
    int own = Ipv4.headerLength(ip);
    int length = Ipv4.totalLength(ip) - own;
    int at = (flags & 0x1FFF) * 8;
    boolean more = (Ipv4.wireFlags(ip) & Ipv4.WIRE_MORE_FRAGMENTS) != 0;
    int mark = 1 << (Memory.getUnsignedByte(ip + Ipv4.TOS) & Ipv4.ECN_MASK);
    if (length == 0 || (more && (length & 7) != 0)) {
      return DropReason.BAD_FRAGMENT;
    }
    if (dead) {
      return DropReason.FRAGMENT_OVERLAP;
    }
    if (at + length > room || fragments == Reassembly.MAX_FRAGMENTS) {
      return kill(DropReason.REASSEMBLY_TOO_LONG);
    }
    int present = present(at / 8, (at + length + 7) / 8);
    if (present == (length + 7) / 8) {
      return DropReason.FRAGMENT_OVERLAP; // the same once more, as a network may do
    }
    boolean contradicts =
        more
            ? end != UNKNOWN && at + length > end
            : (end != UNKNOWN && end != at + length) || at + length < highest;
    if (present != 0 || contradicts) {
      return kill(DropReason.FRAGMENT_OVERLAP);
    }
    marks |= mark;
    if ((marks & MIXED_MARKS) == MIXED_MARKS) {
      return kill(DropReason.ECN_CONGESTION);
    }
    take(ip, own, at, length, more);
    return null;
  }

  private DropReason kill(DropReason reason) {
    dead = true;
    return reason;
  }

  private void take(long ip, int own, int at, int length, boolean more) {
    for (int block = at / 8; block < (at + length + 7) / 8; block++) {
      blocks[block >>> 6] |= 1L << block;
    }
    if (at == 0) {
      Memory.copy(ip, header, own);
      headerLength = own;
    }
    Memory.copy(ip + own, data + at, length);
    fragments++;
    octets += length;
    highest = Math.max(highest, at + length);
    if (!more) {
      end = at + length;
    }
  }

  /** How many of these blocks are here. */
  private int present(int from, int to) {
    int count = 0;
    for (int block = from; block < to; block++) {
      count += (int) (blocks[block >>> 6] >>> block) & 1;
    }
    return count;
  }

  /** Writes the whole packet; returns its length. */
  int writeTo(long ip) {
    Memory.copy(header, ip, headerLength);
    Memory.copy(data, ip + headerLength, end);
    if ((marks & 1 << Ipv4.ECN_CE) != 0) { // RFC 3168 section 5.3
      Memory.putByte(ip + Ipv4.TOS, (byte) (Memory.getByte(ip + Ipv4.TOS) | Ipv4.ECN_CE));
    }
    Ipv4.setFragment(ip, headerLength + end, Ipv4.wireFlags(ip) & Ipv4.WIRE_DF);
    return headerLength + end;
  }
}

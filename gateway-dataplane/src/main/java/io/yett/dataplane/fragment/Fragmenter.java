package io.yett.dataplane.fragment;

import io.yett.dataplane.packet.Ethernet;
import io.yett.dataplane.packet.Ipv4;
import io.yett.dpdk.Mbuf;
import io.yett.dpdk.Memory;
import io.yett.dpdk.Mempool;
import java.lang.foreign.Arena;

/**
 * Cuts an IPv4 packet into fragments (RFC 791 section 3.2), each copied into a buffer of its own:
 * so each can be encrypted in place, which a buffer with two owners must not be. Owned by the TX
 * stage.
 */
public final class Fragmenter {
  /** Most fragments of one packet: enough for the largest frame over a link of 576 octets. */
  public static final int MAX_FRAGMENTS = 32;

  private static final int COPIED_OPTION = 0x80;
  private static final int OPTION_END = 0;
  private static final int OPTION_NOTHING = 1;

  private final Mempool pool;
  private final long fragments;
  private final long laterHeader;

  /** A fragmenter that takes buffers from this pool; the arena owns its memory. */
  public Fragmenter(Arena arena, Mempool pool) {
    this.pool = pool;
    this.fragments = arena.allocate(8L * MAX_FRAGMENTS, 64).address();
    this.laterHeader = arena.allocate(Ipv4.MAX_HEADER + Integer.BYTES, 8).address();
  }

  /** How many fragments a packet makes; 0 if it cannot be cut so small. */
  public static int count(long ip, int limit) {
    int header = Ipv4.headerLength(ip);
    int share = share(limit, header);
    int data = Ipv4.totalLength(ip) - header;
    return share < 8 || data > share * MAX_FRAGMENTS ? 0 : (data + share - 1) / share;
  }

  /** Octets of data in each fragment but the last: a multiple of 8. */
  private static int share(int limit, int header) {
    return limit - header & ~7;
  }

  /**
   * Cuts a valid packet that lies in one buffer, and stays as it is. False if there are not enough
   * buffers; otherwise the {@link #fragment}s are the caller's.
   *
   * @param ip address of the packet
   * @param limit octets of the largest fragment
   * @param count from {@link #count}, not 0
   */
  public boolean cut(long ip, int limit, int count) {
    if (!pool.allocate(fragments, count)) {
      return false;
    }
    int header = Ipv4.headerLength(ip);
    int data = Ipv4.totalLength(ip) - header;
    int share = share(limit, header);
    int later = writeLaterHeader(ip, header);
    for (int i = 0; i < count; i++) {
      int from = i * share;
      int part = Math.min(share, data - from);
      int ownHeader = i == 0 ? header : later;
      long mbuf = fragment(i);
      Mbuf.length(mbuf, Ethernet.HEADER + ownHeader + part);
      long to = Mbuf.data(mbuf) + Ethernet.HEADER;
      Memory.copy(i == 0 ? ip : laterHeader, to, ownHeader);
      Memory.copy(ip + header + from, to + ownHeader, part);
      Ipv4.setFragment(to, ownHeader + part, wireFlags(ip, from, i + 1 < count));
    }
    return true;
  }

  /** A fragment's mbuf: room for an Ethernet header, then the packet. */
  public long fragment(int index) {
    return Memory.getLong(fragments + 8L * index);
  }

  /** Frees fragments, from the first on. */
  public void free(int count) {
    Mbuf.free(fragments, count);
  }

  /** A fragment can be cut again: its own offset counts, and what came after it still does. */
  private static int wireFlags(long ip, int from, boolean more) {
    int whole = Short.reverseBytes((short) Ipv4.wireFlags(ip)) & 0xFFFF;
    int wire = Short.reverseBytes((short) (whole + from / 8)) & 0xFFFF;
    return more ? wire | Ipv4.WIRE_MORE_FRAGMENTS : wire;
  }

  /**
   * Later fragments have only the options that say so (RFC 791 section 3.1); returns its length.
   */
  private int writeLaterHeader(long ip, int header) {
    Memory.copy(ip, laterHeader, Ipv4.HEADER);
    int length = Ipv4.HEADER;
    int at = Ipv4.HEADER;
    while (at < header) {
      int type = Memory.getUnsignedByte(ip + at);
      if (type == OPTION_END) {
        break;
      }
      int size = type == OPTION_NOTHING ? 1 : Memory.getUnsignedByte(ip + at + 1);
      if ((type & COPIED_OPTION) != 0) {
        Memory.copy(ip + at, laterHeader + length, size);
        length += size;
      }
      at += size;
    }
    Memory.putInt(laterHeader + length, 0); // up to a multiple of 4
    length = length + 3 & ~3;
    Memory.putByte(laterHeader, (byte) (0x40 | length >>> 2));
    return length;
  }
}

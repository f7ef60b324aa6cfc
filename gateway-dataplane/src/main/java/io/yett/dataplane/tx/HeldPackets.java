package io.yett.dataplane.tx;

/**
 * Packets that wait for a neighbour's link address, oldest first. Bounded: a further packet evicts
 * the oldest. Owned by the TX stage.
 */
final class HeldPackets {
  private static final int CAPACITY = 64;

  private final long[] mbufs = new long[CAPACITY];
  private final int[] ports = new int[CAPACITY];
  private final int[] addresses = new int[CAPACITY];
  private final long[] times = new long[CAPACITY];
  private int head;
  private int size;

  int size() {
    return size;
  }

  /** Adds a packet; returns the mbuf that had to go for it, or 0. */
  long add(long mbuf, int port, int address, long nanoTime) {
    long evicted = size == CAPACITY ? remove() : 0;
    int place = (head + size) % CAPACITY;
    mbufs[place] = mbuf;
    ports[place] = port;
    addresses[place] = address;
    times[place] = nanoTime;
    size++;
    return evicted;
  }

  /** Egress port of the oldest. */
  int port() {
    return ports[head];
  }

  /** The oldest itself. */
  long mbuf() {
    return mbufs[head];
  }

  /** Next hop of the oldest: IPv4, host order; 0 for IPv6, whose route is asked again. */
  int address() {
    return addresses[head];
  }

  /** When the oldest began to wait. */
  long since() {
    return times[head];
  }

  /** Takes the oldest out. */
  long remove() {
    long mbuf = mbufs[head];
    head = (head + 1) % CAPACITY;
    size--;
    return mbuf;
  }

  /** Makes the oldest the last, so that the next can be looked at. */
  void rotate() {
    int port = port();
    int address = address();
    long since = since();
    add(remove(), port, address, since);
  }
}

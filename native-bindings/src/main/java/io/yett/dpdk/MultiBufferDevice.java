package io.yett.dpdk;

import io.yett.dpdk.generated.YettDpdk;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * AES-GCM by the multi-buffer library without a device between: one call per packet instead of the
 * three that DPDK's driver makes, and no queue. Work is done when it is enqueued; finished
 * operations wait, in their order, until they are dequeued.
 */
final class MultiBufferDevice implements CryptoDevice {
  private static final int MAX_QUEUE_PAIRS = 64;
  private static final int MAX_AAD = 64;

  /** The round keys at the front; the low powers of the hash key and what to call at the end. */
  private static final int SESSION_LINES = 0b1100_0000_0000_0111;

  private FinishedOps[] queuePairs = new FinishedOps[0];
  private int maxSessions;
  private int sessions;

  private MultiBufferDevice() {}

  static MultiBufferDevice open() {
    if (YettDpdk.yett_gcm_available() != 1) {
      throw new DpdkException(
          "the multi-buffer library (libIPSec_MB) was not there when Yett was built, or does not know"
              + " this CPU; remedy: set dataplane.lane.crypto to auto");
    }
    return new MultiBufferDevice();
  }

  @Override
  public String name() {
    return MULTI_BUFFER;
  }

  @Override
  public String driver() {
    return "libIPSec_MB";
  }

  @Override
  public int maxQueuePairs() {
    return MAX_QUEUE_PAIRS;
  }

  @Override
  public boolean supports(CryptoTransform transform) {
    return transform.aead() == CryptoTransform.Aead.AES_GCM
        && (transform.keyLength() == 16
            || transform.keyLength() == 24
            || transform.keyLength() == 32)
        && transform.ivLength() == 12
        && transform.digestLength() == 16
        && transform.aadLength() >= 0
        && transform.aadLength() <= MAX_AAD;
  }

  @Override
  public void configure(int wanted, int descriptors, int sessionLimit) {
    if (wanted < 1 || wanted > MAX_QUEUE_PAIRS) {
      throw new DpdkException(
          "at most "
              + MAX_QUEUE_PAIRS
              + " workers may encrypt, "
              + wanted
              + " are asked for;"
              + " remedy: use fewer workers");
    }
    FinishedOps[] made = new FinishedOps[wanted];
    for (int i = 0; i < wanted; i++) {
      made[i] = new FinishedOps(descriptors);
    }
    queuePairs = made;
    maxSessions = sessionLimit;
  }

  @Override
  public void start() {}

  @Override
  public void stop() {}

  @Override
  public long createSession(
      CryptoTransform transform, boolean encrypt, byte[] key, byte[] authKey) {
    if (key == null || key.length != transform.keyLength() || authKey != null) {
      throw new IllegalArgumentException("keys differ from " + transform.describe());
    }
    if (!supports(transform)) {
      throw new DpdkException(
          "crypto device "
              + name()
              + " does not offer "
              + transform.describe()
              + "; remedy: set dataplane.lane.crypto to auto, or choose another algorithm");
    }
    if (sessions == maxSessions) {
      throw new DpdkException(
          "cannot create a crypto session: at most "
              + maxSessions
              + " sessions fit; remedy: raise the limit of SAs");
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment copy = arena.allocate(key.length);
      try {
        MemorySegment.copy(key, 0, copy, ValueLayout.JAVA_BYTE, 0, key.length);
        long session =
            Errors.check(
                YettDpdk.yett_gcm_session_create(
                    encrypt ? 1 : 0, copy.address(), key.length, transform.aadLength()),
                "create a crypto session",
                "raise dataplane.eal.memory");
        sessions++;
        return session;
      } finally {
        copy.fill((byte) 0);
      }
    }
  }

  @Override
  public void destroySession(long session) {
    YettDpdk.yett_gcm_session_free(session);
    sessions--;
  }

  @Override
  public int enqueue(int queuePair, long ops, int count) {
    FinishedOps finished = queuePairs[queuePair];
    int taken = Math.min(count, finished.room());
    HotCalls.gcmRun(ops, taken);
    finished.add(ops, taken);
    return taken;
  }

  @Override
  public int dequeue(int queuePair, long ops, int count) {
    return queuePairs[queuePair].remove(ops, count);
  }

  @Override
  public boolean isImmediate() {
    return true;
  }

  @Override
  public int run(int queuePair, long ops, int count) {
    HotCalls.gcmRun(ops, count);
    return count;
  }

  @Override
  public int sessionLines() {
    return SESSION_LINES;
  }

  @Override
  public int runImmediate(long ops, int count) {
    return HotCalls.gcmRun(ops, count);
  }

  @Override
  public void close() {}

  @Override
  public String toString() {
    return name();
  }

  /** A ring of operation addresses. One thread. */
  private static final class FinishedOps {
    private final long[] ring;
    private final int mask;
    private int head;
    private int tail;

    /** Room for at least this many, rounded up to a power of two. */
    FinishedOps(int capacity) {
      int size = Integer.highestOneBit(Math.max(2, capacity) - 1) << 1;
      ring = new long[size];
      mask = size - 1;
    }

    int room() {
      return ring.length - (head - tail);
    }

    void add(long ops, int count) {
      for (int i = 0; i < count; i++) {
        ring[head++ & mask] = Memory.getLong(ops + 8L * i);
      }
    }

    int remove(long ops, int limit) {
      int count = Math.min(limit, head - tail);
      for (int i = 0; i < count; i++) {
        Memory.putLong(ops + 8L * i, ring[tail++ & mask]);
      }
      return count;
    }
  }
}

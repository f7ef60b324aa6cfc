package io.yett.dpdk;

import io.yett.dpdk.generated.YettDpdk;
import io.yett.dpdk.generated.yett_session;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The multi-buffer library without a device between. AES-GCM: one call per packet instead of the
 * three that DPDK's driver makes, and no queue. The other algorithms of ESP: a whole burst at once.
 * Work is done when it is enqueued; finished operations wait, in their order, until they are
 * dequeued.
 */
final class MultiBufferDevice implements CryptoDevice {
  private static final int MAX_QUEUE_PAIRS = 64;
  private static final int MAX_AAD = 64;

  /** The round keys at the front; the low powers of the hash key and what to call at the end. */
  private static final int SESSION_LINES = 0b1100_0000_0000_0111;

  /** In the handles of the sessions that are not direct ones, as the C library makes them. */
  private static final long TAG = 1;

  private FinishedOps[] queuePairs = new FinishedOps[0];

  /** What each queue pair's thread works with; of no use while all sessions are direct ones. */
  private long[] queues = {};

  private int maxSessions;
  private int sessions;

  /**
   * Sessions that are not direct ones. The control thread writes it; a lane that has such a session
   * from it sees that there is one.
   */
  private final AtomicInteger others = new AtomicInteger();

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
    if (isDirect(transform)) {
      return true;
    }
    try (Arena arena = Arena.ofConfined()) {
      return YettDpdk.yett_mb_supports(SessionRequest.describe(arena, transform, true)) == 1;
    }
  }

  /** AES-GCM with its whole tag. */
  private static boolean isDirect(CryptoTransform transform) {
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
              + " remedy: use fewer lanes or workers");
    }
    freeQueues();
    FinishedOps[] made = new FinishedOps[wanted];
    queues = new long[wanted];
    for (int i = 0; i < wanted; i++) {
      made[i] = new FinishedOps(descriptors);
      queues[i] =
          Errors.check(
              YettDpdk.yett_mb_queue_create(),
              "make room for the multi-buffer library",
              "raise dataplane.eal.memory, or use fewer lanes or workers");
    }
    queuePairs = made;
    maxSessions = sessionLimit;
  }

  private void freeQueues() {
    for (long queue : queues) {
      if (queue != 0) {
        YettDpdk.yett_mb_queue_free(queue);
      }
    }
    queues = new long[0];
  }

  @Override
  public void start() {}

  @Override
  public void stop() {}

  @Override
  public long createSession(
      CryptoTransform transform, boolean encrypt, byte[] key, byte[] authKey) {
    SessionRequest.checkKeys(transform, key, authKey);
    if (!supports(transform)) {
      throw SessionRequest.notOffered(name(), transform);
    }
    if (sessions == maxSessions) {
      throw new DpdkException(
          "cannot create a crypto session: at most "
              + maxSessions
              + " sessions fit; remedy: raise the limit of SAs");
    }
    boolean direct = isDirect(transform);
    long session =
        SessionRequest.withKeys(
            transform,
            encrypt,
            key,
            authKey,
            c ->
                Errors.check(
                    direct ? createGcm(transform, c) : YettDpdk.yett_mb_session_create(c),
                    "create a crypto session",
                    "raise dataplane.eal.memory"));
    sessions++;
    if (!direct) {
      others.incrementAndGet();
    }
    return session;
  }

  private static long createGcm(CryptoTransform transform, MemorySegment c) {
    return YettDpdk.yett_gcm_session_create(
        yett_session.encrypt(c), yett_session.key(c), transform.keyLength(), transform.aadLength());
  }

  @Override
  public void destroySession(long session) {
    if ((session & TAG) == 0) {
      YettDpdk.yett_gcm_session_free(session);
    } else {
      YettDpdk.yett_mb_session_free(session);
      others.decrementAndGet();
    }
    sessions--;
  }

  @Override
  public int enqueue(int queuePair, long ops, int count) {
    FinishedOps finished = queuePairs[queuePair];
    int taken = Math.min(count, finished.room());
    runImmediate(queuePair, ops, taken);
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
    runImmediate(queuePair, ops, count);
    return count;
  }

  @Override
  public int sessionLines() {
    return SESSION_LINES;
  }

  @Override
  public int runImmediate(int queuePair, long ops, int count) {
    return others.get() == 0
        ? HotCalls.gcmRun(ops, count)
        : YettDpdk.yett_mb_run(queues[queuePair], ops, count);
  }

  @Override
  public void close() {
    freeQueues();
  }

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

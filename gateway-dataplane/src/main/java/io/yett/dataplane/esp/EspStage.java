package io.yett.dataplane.esp;

import io.yett.dataplane.counters.DropReason;
import io.yett.dataplane.packet.Burst;
import io.yett.dataplane.packet.Origin;
import io.yett.dataplane.packet.Verdict;
import io.yett.dataplane.route.NeighborTable;
import io.yett.dataplane.spd.FlowCache;
import io.yett.dpdk.CryptoOp;
import io.yett.dpdk.CryptoOpPool;
import io.yett.dpdk.Layout;
import io.yett.dpdk.Memory;
import java.lang.foreign.Arena;

/**
 * The third stage: encrypts and decrypts the packets of a burst, and serves AH. A burst is begun,
 * is polled until its operations are back, and is finished; several may be under way, in order of
 * their beginning.
 *
 * <p>One thread. It owns a queue pair and its operations, one for each packet of each burst that
 * may be under way, taken from the pool once.
 */
public final class EspStage implements AutoCloseable {
  /** Enqueue attempts without progress after which the rest of a burst is dropped. */
  private static final int MAX_STALLED_ENQUEUES = 64;

  private static final int MAX_CLOSING_POLLS = 10_000;

  /** Private octets that each operation needs. */
  public static final int OP_PRIVATE = EspOp.PRIVATE;

  private final CryptoQueue queue;
  private final EspInbound inbound;
  private final int batches;
  private final long ops;
  private final long finished;
  private final byte[][] packets;
  private final int[] counts;
  private final int[] pending;
  private final int[] failed;
  private final int[] unfinishedPackets;
  private final boolean immediate;
  private int nextBatch;
  private int underWay;

  /**
   * Takes its operations from the pool.
   *
   * @param bursts how many may be under way at once
   * @param inboundFlows an empty cache for flows out of tunnels
   */
  public EspStage(
      Arena arena, CryptoQueue queue, CryptoOpPool pool, int bursts, FlowCache inboundFlows) {
    this.inbound = new EspInbound(new InboundFlows(inboundFlows));
    this.queue = queue;
    this.immediate = queue.isImmediate();
    this.batches = bursts;
    int total = bursts * Burst.MAX_PACKETS;
    this.ops = arena.allocate(8L * total, 64).address();
    this.finished = arena.allocate(8L * Burst.MAX_PACKETS, 64).address();
    if (!pool.allocate(ops, total)) {
      throw new IllegalStateException("the crypto operation pool is smaller than its lanes need");
    }
    for (int i = 0; i < total; i++) {
      EspOp.initialize(Memory.getLong(ops + 8L * i), i / Burst.MAX_PACKETS);
    }
    this.packets = new byte[bursts][Burst.MAX_PACKETS];
    this.counts = new int[bursts];
    this.pending = new int[bursts];
    this.failed = new int[bursts];
    this.unfinishedPackets = new int[bursts];
  }

  /** Operations that this many bursts under way need, over all stages. */
  public static int operations(int stages, int bursts) {
    return stages * bursts * Burst.MAX_PACKETS;
  }

  /** Begins a burst. Fewer than the stage's number of bursts are under way. */
  public void begin(Burst burst) {
    // Alone on its way, a burst has the first operations again and again: they stay in the cache.
    int batch = underWay == 0 ? 0 : nextBatch;
    nextBatch = batch + 1 == batches ? 0 : batch + 1;
    underWay++;
    burst.opBatch(batch);
    int count = burst.cryptoCount() == 0 ? 0 : prepare(burst, batch);
    counts[batch] = count;
    if (count == 0) {
      return;
    }
    if (immediate) {
      failed[batch] = queue.run(batchOps(batch), count);
    } else {
      failed[batch] = count; // until each operation has been looked at
      enqueue(batch, count);
    }
  }

  /** Polls the device; true once all operations of the burst are back. */
  public boolean isDone(Burst burst) {
    int batch = burst.opBatch();
    if (pending[batch] != 0) {
      poll();
    }
    return pending[batch] == 0;
  }

  /** Judges the results of a burst that is done. */
  public void finish(Burst burst) {
    int batch = burst.opBatch();
    int count = counts[batch];
    underWay--;
    byte[] indexes = packets[batch];
    if (failed[batch] == 0) {
      if (unfinishedPackets[batch] != 0) {
        finishAll(burst, indexes, count);
      }
      return;
    }
    long array = batchOps(batch);
    for (int i = 0; i < count; i++) {
      long op = Memory.getLong(array + 8L * i);
      finish(burst, indexes[i], op);
    }
  }

  /** All operations have succeeded; what was encrypted has its verdict already. */
  private void finishAll(Burst burst, byte[] indexes, int count) {
    inbound.ask(burst, indexes, count, finished);
    for (int i = 0; i < count; i++) {
      succeed(burst, indexes[i]);
    }
  }

  private void succeed(Burst burst, int index) {
    long entry = burst.entry(index);
    switch (Burst.verdict(entry)) {
      case Verdict.DECRYPT -> inbound.finish(burst, burst.mbuf(index), entry);
      case Verdict.VERIFY -> AhInbound.finish(inbound, burst, burst.mbuf(index), entry);
      case Verdict.SIGN -> AhOutbound.finish(burst.mbuf(index), entry, burst.forwarding());
      default -> {}
    }
  }

  private boolean isBusy() {
    for (int count : pending) {
      if (count != 0) {
        return true;
      }
    }
    return false;
  }

  private int prepare(Burst burst, int batch) {
    byte[] indexes = packets[batch];
    long array = batchOps(batch);
    boolean own = burst.ingressPort() == Origin.OWN;
    NeighborTable neighbors = burst.forwarding().neighbors();
    int count = 0;
    int unfinished = 0;
    for (int i = 0, n = burst.count(); i < n; i++) {
      long entry = burst.entry(i);
      int verdict = Burst.verdict(entry);
      long op = Memory.getLong(array + 8L * count);
      if (verdict == Verdict.ENCRYPT) {
        if (EspOutbound.prepare(burst.mbuf(i), entry, op, own, neighbors)) {
          indexes[count++] = (byte) i;
        } else if (OtherForms.prepare(burst, i, entry, op, own)) {
          indexes[count++] = (byte) i;
          unfinished += Burst.verdict(entry) == Verdict.SIGN ? 1 : 0;
        }
      } else if (verdict == Verdict.DECRYPT && EspInbound.prepare(burst.mbuf(i), entry, op)) {
        indexes[count++] = (byte) i;
        unfinished++;
      } else if (verdict == Verdict.VERIFY && AhInbound.prepare(burst.mbuf(i), entry, op)) {
        indexes[count++] = (byte) i;
        unfinished++;
      }
    }
    unfinishedPackets[batch] = unfinished;
    return count;
  }

  /** Operations that the device does not take keep the status "not processed". */
  private void enqueue(int batch, int count) {
    long array = batchOps(batch);
    int taken = queue.enqueue(array, count);
    pending[batch] = taken;
    for (int stalled = 0; taken < count && stalled < MAX_STALLED_ENQUEUES; stalled++) {
      poll();
      int more = queue.enqueue(array + 8L * taken, count - taken);
      if (more > 0) {
        taken += more;
        pending[batch] += more;
        stalled = 0;
      }
    }
  }

  private void poll() {
    int count = queue.dequeue(finished, Burst.MAX_PACKETS);
    for (int i = 0; i < count; i++) {
      pending[EspOp.note(Memory.getLong(finished + 8L * i))]--;
    }
  }

  private void finish(Burst burst, int index, long op) {
    long entry = burst.entry(index);
    byte status = CryptoOp.status(op);
    if (status == Layout.OP_STATUS_SUCCESS) {
      succeed(burst, index);
    } else if (status == Layout.OP_STATUS_AUTH_FAILED) {
      drop(entry, DropReason.AUTH_FAILED);
    } else if (status == Layout.OP_STATUS_NOT_PROCESSED) {
      drop(entry, DropReason.CRYPTO_QUEUE_FULL);
    } else {
      drop(entry, DropReason.CRYPTO_ERROR);
    }
  }

  /** Keeps the entry's event: a soft limit was passed whatever became of the packet. */
  private static void drop(long entry, DropReason reason) {
    Burst.replaceVerdict(entry, Verdict.DROP, reason.code());
  }

  private long batchOps(int batch) {
    return ops + 8L * batch * Burst.MAX_PACKETS;
  }

  /**
   * Waits, but not for ever, for operations that are under way. False if the device keeps some:
   * then buffers, operations and sessions must stay, for it may still write to them. Nothing is
   * begun any more.
   */
  public boolean drain() {
    for (int i = 0; i < MAX_CLOSING_POLLS && isBusy(); i++) {
      poll();
    }
    return !isBusy();
  }

  /** Returns the operations, unless the device keeps some. */
  @Override
  public void close() {
    if (drain()) {
      CryptoOpPool.free(ops, batches * Burst.MAX_PACKETS);
    }
  }
}

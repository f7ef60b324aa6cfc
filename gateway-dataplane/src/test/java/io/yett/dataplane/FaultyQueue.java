package io.yett.dataplane;

import io.yett.dataplane.esp.CryptoQueue;
import io.yett.dataplane.esp.DeviceQueue;
import io.yett.dpdk.CryptoOp;
import io.yett.dpdk.Layout;
import io.yett.dpdk.Memory;
import java.util.Random;

/** A queue pair that is late, takes less than it is offered, and fails operations, by a seed. */
final class FaultyQueue implements CryptoQueue {
  private final CryptoQueue device;
  private final Random random;
  private final int latePercent;
  private final int shortPercent;
  private final int failPercent;
  int failures;

  FaultyQueue(int queuePair, long seed, int latePercent, int shortPercent, int failPercent) {
    this.device = new DeviceQueue(DpdkFixture.crypto(), queuePair);
    this.random = new Random(seed);
    this.latePercent = latePercent;
    this.shortPercent = shortPercent;
    this.failPercent = failPercent;
  }

  @Override
  public int enqueue(long ops, int count) {
    int taken = happens(shortPercent) ? random.nextInt(count) : count;
    return taken == 0 ? 0 : device.enqueue(ops, taken);
  }

  @Override
  public int dequeue(long ops, int count) {
    if (happens(latePercent)) {
      return 0;
    }
    int finished = device.dequeue(ops, happens(latePercent) ? 1 + random.nextInt(count) : count);
    for (int i = 0; i < finished; i++) {
      if (happens(failPercent)) {
        failures++;
        Memory.putByte(Memory.getLong(ops + 8L * i) + Layout.OP_STATUS, (byte) 5);
      }
    }
    return finished;
  }

  /** The status that {@link #dequeue} writes is none that an operation ends with by itself. */
  static boolean isOtherStatus() {
    return Layout.OP_STATUS_SUCCESS != 5
        && Layout.OP_STATUS_AUTH_FAILED != 5
        && Layout.OP_STATUS_NOT_PROCESSED != 5
        && CryptoOp.iv(0) > 0;
  }

  private boolean happens(int percent) {
    return random.nextInt(100) < percent;
  }
}

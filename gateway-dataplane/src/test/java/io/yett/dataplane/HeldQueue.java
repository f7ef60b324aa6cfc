package io.yett.dataplane;

import io.yett.dataplane.esp.CryptoQueue;
import io.yett.dataplane.esp.DeviceQueue;

/** A queue pair that keeps finished operations to itself while asked to. */
final class HeldQueue implements CryptoQueue {
  private final CryptoQueue device;
  boolean hold;

  HeldQueue(int queuePair) {
    this.device = new DeviceQueue(DpdkFixture.crypto(), queuePair);
  }

  @Override
  public int enqueue(long ops, int count) {
    return device.enqueue(ops, count);
  }

  @Override
  public int dequeue(long ops, int count) {
    return hold ? 0 : device.dequeue(ops, count);
  }
}

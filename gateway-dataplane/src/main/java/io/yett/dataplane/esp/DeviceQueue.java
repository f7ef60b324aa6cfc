package io.yett.dataplane.esp;

import io.yett.dpdk.CryptoDevice;

/** The queue pair of a DPDK crypto device. */
public final class DeviceQueue implements CryptoQueue {
  private final CryptoDevice device;
  private final int queuePair;

  public DeviceQueue(CryptoDevice device, int queuePair) {
    this.device = device;
    this.queuePair = queuePair;
  }

  @Override
  public boolean isImmediate() {
    return device.isImmediate();
  }

  @Override
  public int run(long ops, int count) {
    return device.runImmediate(queuePair, ops, count);
  }

  @Override
  public int enqueue(long ops, int count) {
    return device.enqueue(queuePair, ops, count);
  }

  @Override
  public int dequeue(long ops, int count) {
    return device.dequeue(queuePair, ops, count);
  }
}

package io.yett.perf.rfc2544;

import io.yett.dpdk.Mbuf;
import io.yett.dpdk.Memory;
import io.yett.perf.generator.Pace;
import io.yett.perf.generator.TrafficTask;
import io.yett.perf.generator.Wire;

/**
 * A device under test with a known capacity: takes so many frames a second from one port, and sends
 * them by another. What comes faster stays in the port's queue until that is full.
 */
final class SlowDevice implements TrafficTask {
  private final Wire in;
  private final Wire out;
  private final double framesPerNano;
  private final long mbufs = Memory.allocate(8L * Pace.MAX_BURST);
  private long last;
  private double credit;

  SlowDevice(Wire in, Wire out, double framesPerSecond) {
    this.in = in;
    this.out = out;
    this.framesPerNano = framesPerSecond / 1e9;
  }

  @Override
  public int work(long nanoTime) {
    credit = Math.min(Pace.MAX_BURST, credit + (nanoTime - last) * framesPerNano);
    last = nanoTime;
    int count = in.port().rxBurst(in.receiveQueue(), mbufs, (int) credit);
    if (count == 0) {
      return 0;
    }
    credit -= count;
    int sent = out.port().txBurst(out.transmitQueue(), mbufs, count);
    if (sent < count) {
      Mbuf.free(mbufs + 8L * sent, count - sent);
    }
    return count;
  }
}

package io.yett.perf.lane;

import io.yett.dataplane.BurstProbe;
import io.yett.dataplane.packet.Burst;
import io.yett.dataplane.sad.InboundSa;
import io.yett.dataplane.sad.ReplayWindow;
import io.yett.dpdk.Memory;

/**
 * Lets a file of ESP packets be sent again and again to one SA whose replay window is on: once all
 * its packets have left, and before the first comes again, the window is as it was at the start. So
 * each packet is inferred, checked and marked as it always is. Lane thread.
 *
 * <p>The file is a whole number of bursts, and the crypto device works at once, so that no burst
 * spans two passes and none is under way when the window is reset. Were it otherwise, packets would
 * be dropped as replays, and a measurement with drops fails.
 */
final class WindowReset implements BurstProbe {
  private final int frames;
  private Burst burst;
  private long slot;
  private int received;

  /**
   * Makes one.
   *
   * @param frames in the file
   */
  WindowReset(int frames) {
    this.frames = frames;
  }

  @Override
  public void polling() {}

  @Override
  public void taken(long number, Burst taken) {
    burst = taken;
    received += taken.count();
  }

  @Override
  public void sent(long number) {
    if (slot == 0) {
      slot = Burst.sa(burst.entry(0));
    }
    if (received == frames) {
      received = 0;
      Memory.zero(InboundSa.bitmap(slot), ReplayWindow.bitmapBytes(InboundSa.window(slot)));
      InboundSa.top(slot, 0);
    }
  }
}

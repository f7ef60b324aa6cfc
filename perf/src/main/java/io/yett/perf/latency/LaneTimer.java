package io.yett.perf.latency;

import io.yett.dataplane.BurstProbe;
import io.yett.dataplane.packet.Burst;
import io.yett.dpdk.Mbuf;
import io.yett.perf.generator.TestFrame;
import org.HdrHistogram.Histogram;

/**
 * Times the packets of a lane: from the poll that brought them to the moment when their burst has
 * been handed to TX; and from their sender's stamp to that moment, which adds the time in the
 * receive queue. Also how long the lane did not poll.
 */
final class LaneTimer implements BurstProbe {
  /** More bursts than a lane has under way, a power of two. */
  private static final int SLOTS = 16;

  private final Recording inside = new Recording();
  private final Recording sojourn = new Recording();
  private final long[] begins = new long[SLOTS];
  private final long[] stamps = new long[SLOTS];
  private final int[] packets = new int[SLOTS];
  private volatile LongestGaps longest = new LongestGaps();
  private long polled;
  private boolean begun;

  @Override
  public void polling() {
    long now = System.nanoTime();
    if (begun) {
      longest.offer(polled, now - polled);
    }
    begun = true;
    polled = now;
  }

  @Override
  public void taken(long number, Burst burst) {
    int slot = (int) number & (SLOTS - 1);
    begins[slot] = polled;
    packets[slot] = burst.count();
    long first = burst.mbuf(0);
    long frame = Mbuf.data(first);
    stamps[slot] =
        TestFrame.isPlain(frame, Mbuf.dataLength(first)) ? TestFrame.stamp(frame) : polled;
  }

  @Override
  public void sent(long number) {
    long now = System.nanoTime();
    int slot = (int) number & (SLOTS - 1);
    inside.record(now - begins[slot], packets[slot]);
    sojourn.record(now - stamps[slot], packets[slot]);
  }

  /** Another thread: begins a new measurement. */
  void begin() {
    longest = new LongestGaps();
    inside.reset();
    sojourn.reset();
  }

  /** Another thread: what was measured since {@link #begin}. */
  Times end() {
    LongestGaps gaps = longest;
    longest = new LongestGaps();
    Histogram insideSum = Recording.empty();
    inside.addTo(insideSum);
    Histogram sojournSum = Recording.empty();
    sojourn.addTo(sojournSum);
    return new Times(insideSum, sojournSum, gaps);
  }

  /**
   * One measurement; a packet counts once in each histogram.
   *
   * @param inside from the poll to TX
   * @param sojourn from the sender to TX
   * @param gaps times without a poll
   */
  record Times(Histogram inside, Histogram sojourn, LongestGaps gaps) {}
}

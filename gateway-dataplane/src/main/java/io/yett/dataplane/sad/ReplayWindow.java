package io.yett.dataplane.sad;

import io.yett.dpdk.Memory;

/**
 * The anti-replay window over 64-bit sequence numbers (RFC 4303 section 3.4.3 and Appendix A): a
 * check before the ICV is verified, a mark after. The bitmap is a ring of 64-bit blocks, twice the
 * window, so that it slides by whole blocks (RFC 6479) and an index is a mask; bit n%64 of block
 * (n/64)%blocks stands for sequence number n.
 *
 * <p>Static and off-heap: the caller holds the top (highest number marked, 0 before the first), the
 * size (a power of two, at least 64) and the bitmap's address. Marking is for one thread; others
 * may check meanwhile, with a result that is at most as old as the last mark they see.
 */
public final class ReplayWindow {
  /** Without a window a number may be as far behind the top as ahead of it. */
  private static final long SPAN_WITHOUT_WINDOW = 1L << 31;

  private ReplayWindow() {}

  /** Octets of the bitmap for a window of that many packets. */
  public static long bitmapBytes(int window) {
    return 8L * blocks(window);
  }

  /**
   * Infers the 64-bit number from the 32 bits on the wire (RFC 4303 Appendix A2.2).
   *
   * @param top highest number marked
   * @param window packets, or 0 if replay is not checked
   * @param low the wire's 32 bits
   */
  public static long infer(long top, int window, int low) {
    long span = window == 0 ? SPAN_WITHOUT_WINDOW : window;
    long bottom = top - span + 1;
    long wire = low & 0xFFFF_FFFFL;
    long candidate = (bottom & ~0xFFFF_FFFFL) | wire;
    // The one number with these low bits in [bottom, bottom + 2^32).
    return candidate < bottom ? candidate + 0x1_0000_0000L : candidate;
  }

  /** True if the number is right of the window, or in it and not marked. Number 0 is never sent. */
  public static boolean check(long top, int window, long bitmap, long sequence) {
    if (sequence > top) {
      return true;
    }
    if (sequence <= 0 || top - sequence >= window) {
      return false;
    }
    return ((Memory.getLong(block(window, bitmap, sequence)) >>> sequence) & 1) == 0;
  }

  /**
   * Checks and marks a number whose ICV was good. Returns the new top, or -1 if the number is a
   * replay.
   */
  public static long mark(long top, int window, long bitmap, long sequence) {
    long block = block(window, bitmap, sequence);
    if (sequence > top) {
      if ((sequence ^ top) >>> 6 != 0) {
        slide(top, window, bitmap, sequence);
      }
      Memory.putLong(block, Memory.getLong(block) | (1L << sequence));
      return sequence;
    }
    if (!check(top, window, bitmap, sequence)) {
      return -1;
    }
    Memory.putLong(block, Memory.getLong(block) | (1L << sequence));
    return top;
  }

  /** Clears the blocks that the window enters. */
  private static void slide(long top, int window, long bitmap, long sequence) {
    long entered = Math.min((sequence >>> 6) - (top >>> 6), blocks(window));
    for (long i = 0; i < entered; i++) {
      Memory.putLong(block(window, bitmap, sequence - (i << 6)), 0);
    }
  }

  private static int blocks(int window) {
    return (window >>> 6) * 2;
  }

  private static long block(int window, long bitmap, long sequence) {
    return bitmap + ((sequence >>> 6) & (blocks(window) - 1)) * 8;
  }
}

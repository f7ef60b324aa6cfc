package io.yett.dataplane.sad;

import io.yett.dpdk.Memory;

/**
 * What the slots of inbound and outbound SAs have in common: the first 12 octets, and 4 in the
 * third line. A slot is used anew after its SA is gone, so whoever keeps an address keeps the
 * serial number with it and compares.
 */
public final class SaSlot {
  /** Octets: four cache lines. */
  public static final int SIZE = 256;

  /**
   * In the entries of all tables that lead to SAs, the pointer to the slot is here, so that one
   * call follows a burst of mixed packets ahead of use.
   */
  public static final int POINTER = 16;

  /** Likewise the crypto session's handle, which for devices of this CPU is its address. */
  public static final int SESSION_POINTER = 24;

  /** Address of a slot that no SA ever has, so that "no SA" needs no test of its own. */
  public static final long NONE = Memory.allocate(SIZE);

  /** Not in use. */
  public static final int FREE = 0;

  /** Outbound, and not yet or no longer the one that its reqId uses. */
  public static final int STANDBY = 1;

  /** Passes packets. */
  public static final int ACTIVE = 2;

  /** Reached a hard limit. */
  public static final int EXPIRED = 3;

  private static final int SPI = 0;
  private static final int SERIAL = 4;
  private static final int STATE = 8;
  private static final int REQ_ID = 184;

  private SaSlot() {}

  public static int spi(long sa) {
    return Memory.getInt(sa + SPI);
  }

  /** Differs from one use of the slot to the next. */
  public static int serial(long sa) {
    return Memory.getInt(sa + SERIAL);
  }

  public static int reqId(long sa) {
    return Memory.getInt(sa + REQ_ID);
  }

  public static int state(long sa) {
    return Memory.getInt(sa + STATE);
  }

  /** Before any lane knows the SA, or when it is taken out of use. */
  public static void state(long sa, int state) {
    Memory.putInt(sa + STATE, state);
  }

  /**
   * Changes the state if it is what it should be. Several lanes use an SA, and run the same command
   * one after the other, so no change may undo one that another has made.
   */
  public static void change(long sa, int from, int to) {
    Memory.compareAndSetInt(sa + STATE, from, to);
  }

  /**
   * Ends an SA at a hard limit; true for the one caller that did it, who reports it. Any thread.
   */
  public static boolean expire(long sa) {
    while (true) {
      int state = state(sa);
      if (state == EXPIRED || state == FREE) {
        return false;
      }
      if (Memory.compareAndSetInt(sa + STATE, state, EXPIRED)) {
        return true;
      }
    }
  }

  public static boolean isExpired(long sa) {
    return state(sa) == EXPIRED;
  }

  /** Serial number and state as one number; equals {@link #use(int)} while the SA may be used. */
  public static long use(long sa) {
    return Memory.getLong(sa + SERIAL);
  }

  /** What {@link #use(long)} is of an active SA with that serial number; never that of NONE. */
  public static long use(int serial) {
    return (serial & 0xFFFF_FFFFL) | ((long) ACTIVE << 32);
  }

  static void identify(long sa, int spi, int serial, int reqId) {
    Memory.putInt(sa + SPI, spi);
    Memory.putInt(sa + SERIAL, serial);
    Memory.putInt(sa + REQ_ID, reqId);
  }
}

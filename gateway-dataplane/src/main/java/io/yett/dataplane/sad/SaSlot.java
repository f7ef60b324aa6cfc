package io.yett.dataplane.sad;

import io.yett.dpdk.Memory;

/**
 * What the slots of inbound and outbound SAs have in common: the first 16 octets. A slot is used
 * anew after its SA is gone, so whoever keeps an address keeps the serial number with it and
 * compares.
 */
public final class SaSlot {
  /** Octets: three cache lines. */
  public static final int SIZE = 192;

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
  private static final int REQ_ID = 12;

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

  public static void state(long sa, int state) {
    Memory.putInt(sa + STATE, state);
  }

  public static boolean isExpired(long sa) {
    return state(sa) == EXPIRED;
  }

  /** True if the slot still holds that use of it, and passes packets; false for {@link #NONE}. */
  public static boolean isUsable(long sa, int serial) {
    return Memory.getInt(sa + SERIAL) == serial && Memory.getInt(sa + STATE) == ACTIVE;
  }

  static void identify(long sa, int spi, int serial, int reqId) {
    Memory.putInt(sa + SPI, spi);
    Memory.putInt(sa + SERIAL, serial);
    Memory.putInt(sa + REQ_ID, reqId);
  }
}

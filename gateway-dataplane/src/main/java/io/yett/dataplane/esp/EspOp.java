package io.yett.dataplane.esp;

import io.yett.dpdk.CryptoOp;
import io.yett.dpdk.Layout;
import io.yett.dpdk.Memory;

/** The private octets behind each operation of an ESP stage. */
final class EspOp {
  /** IV or nonce (16), AAD or a packet's ICV (32), owner's note (8). */
  static final int PRIVATE = 56;

  /** The IV of AES-CBC, or the nonce of a combined-mode algorithm. */
  static final int IV = Layout.OP_IV;

  /** The AAD of a combined-mode algorithm, or an ICV whose place in the packet is taken. */
  static final int AAD = Layout.OP_IV + 16;

  private static final int NOTE = Layout.OP_IV + 48;

  private EspOp() {}

  /** Sets once what never changes in an operation. */
  static void initialize(long op, int note) {
    CryptoOp.aeadAad(op, op + AAD);
    Memory.putInt(op + NOTE, note);
  }

  /** What {@link #initialize} noted. */
  static int note(long op) {
    return Memory.getInt(op + NOTE);
  }
}

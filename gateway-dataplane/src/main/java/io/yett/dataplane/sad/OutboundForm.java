package io.yett.dataplane.sad;

import io.yett.dataplane.packet.Ah;
import io.yett.dataplane.packet.Checksum;
import io.yett.dataplane.packet.Esp;
import io.yett.dataplane.packet.Ethernet;
import io.yett.dataplane.packet.Ipv4;
import io.yett.dpdk.Memory;

/**
 * What the slot of an outbound SA has besides if it is anything but plain ESP in tunnel mode: ESP
 * in transport mode or with TFC padding, or AH. The mode of such an SA is negative, so the check
 * for room, which each packet needs, sends its packets another way, and those of tunnels pay
 * nothing for that.
 */
public final class OutboundForm {
  // Line 3.
  private static final int INSERTED = 192;
  private static final int TFC_LENGTH = 196;

  private OutboundForm() {}

  /**
   * Octets between the outer IP header and the payload: those of AH with its ICV, or of UDP, ESP's
   * header and its IV.
   */
  public static int inserted(long sa) {
    return Memory.getInt(sa + INSERTED);
  }

  /** Octets up to which inner packets are padded, 0 for none. */
  public static int tfcLength(long sa) {
    return Memory.getInt(sa + TFC_LENGTH);
  }

  /** Control thread, after each template: makes it that of the SA's form. */
  static void write(long sa, int tfcLength) {
    int mode = OutboundSa.mode(sa);
    if (!SaMode.isOtherForm(mode)) {
      return;
    }
    int inserted = OutboundSa.headers(sa) - Ethernet.HEADER - Ipv4.HEADER;
    if (SaMode.isAh(mode)) {
      inserted = Ah.HEADER + SaMode.ivLength(mode) + OutboundSa.icvLength(sa);
      writeAh(sa, inserted);
    }
    Memory.putInt(sa + INSERTED, inserted);
    Memory.putInt(sa + TFC_LENGTH, tfcLength);
  }

  private static void writeAh(long sa, int length) {
    long ip = OutboundSa.template(sa);
    Memory.putByte(ip + Ipv4.PROTOCOL, (byte) Ipv4.PROTOCOL_AH);
    int checksum = Checksum.fold(Checksum.sum(ip + Ipv4.TTL, Ipv4.DESTINATION - Ipv4.TTL));
    Memory.putShort(sa + OutboundSa.HEADER_CHECKSUM, (short) checksum);
    // Of a packet's room ESP's trailer is taken off, and AH has none.
    Memory.putInt(sa + OutboundSa.OVERHEAD, Ipv4.HEADER + length - Esp.TRAILER);
  }
}

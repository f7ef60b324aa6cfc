package io.yett.dataplane.esp;

import io.yett.dataplane.counters.DropReason;
import io.yett.dataplane.packet.Ah;
import io.yett.dataplane.packet.Burst;
import io.yett.dataplane.packet.Ipv4;
import io.yett.dataplane.packet.Verdict;
import io.yett.dataplane.sad.InboundSa;
import io.yett.dataplane.sad.SaMode;
import io.yett.dpdk.CryptoOp;
import io.yett.dpdk.Mbuf;
import io.yett.dpdk.Memory;

/**
 * Inbound AH over IPv4 (RFC 4302 section 3.4). While the ICV is computed, the packet is as the
 * sender authenticated it: its ICV and what routers may change in its header are zero. The header
 * as it came waits before it.
 */
final class AhInbound {
  private static final int ESN_HIGH = 4;

  private AhInbound() {}

  /** Prepares a packet's operation. False if it cannot be; the entry then says why. */
  static boolean prepare(long mbuf, long entry, long op) {
    long sa = Burst.sa(entry);
    int l3Offset = Burst.l3Offset(entry);
    int ipOffset = Mbuf.dataOffset(mbuf) + l3Offset;
    int length = Burst.l3Length(entry);
    long ip = Mbuf.buffer(mbuf) + ipOffset;
    int header = Ipv4.headerLength(ip);
    int esnHigh = InboundSa.isEsn(sa) ? ESN_HIGH : 0;
    if (!OtherForms.check(
        mbuf,
        entry,
        ip,
        ipOffset - header,
        Mbuf.bufferLength(mbuf) - ipOffset - length - esnHigh)) {
      return false;
    }
    Memory.copy(ip, ip - header, header);
    Ah.zeroMutable(ip);
    long icv = ip + header + Ah.HEADER;
    if (SaMode.ivLength(InboundSa.mode(sa)) != 0) {
      CombinedMode.nonce(op, InboundSa.salt(sa), Memory.getLong(icv));
      Memory.putLong(icv, 0);
      icv += CombinedMode.IV;
    }
    for (int i = 0, n = InboundSa.icvLength(sa); i < n; i += Integer.BYTES) {
      Memory.putInt(op + EspOp.AAD + i, Memory.getInt(icv + i));
      Memory.putInt(icv + i, 0);
    }
    if (esnHigh != 0) {
      long high = Burst.sequence(entry) >>> 32;
      Memory.putInt(ip + length, Integer.reverseBytes((int) high));
      Mbuf.length(mbuf, l3Offset + length + esnHigh);
    }
    CryptoOp.resetStatus(op);
    CryptoOp.source(op, mbuf);
    CryptoOp.session(op, InboundSa.session(sa));
    CryptoOp.authData(op, l3Offset, length + esnHigh);
    CryptoOp.authDigest(op, op + EspOp.AAD);
    return true;
  }

  /** Judges a packet whose ICV is good, and sends it on its way. */
  static void finish(EspInbound inbound, Burst burst, long mbuf, long entry) {
    Burst.addFlag(entry, Burst.FLAG_AUTHENTICATED);
    long ip = Mbuf.data(mbuf) + Burst.l3Offset(entry);
    int header = Ipv4.headerLength(ip);
    long came = ip - header;
    int offset = Burst.detail(entry);
    int length = Burst.l3Length(entry) - offset;
    int nextHeader = Memory.getUnsignedByte(ip + header + Ah.NEXT_HEADER);
    if (SaMode.isTransport(InboundSa.mode(Burst.sa(entry)))) {
      TransportInbound.finish(burst, mbuf, entry, came, ip + offset, length, nextHeader);
    } else if (nextHeader != Ipv4.PROTOCOL_IPV4) {
      Burst.replaceVerdict(entry, Verdict.DROP, DropReason.BAD_NEXT_HEADER.code());
    } else {
      inbound.finishTunnel(burst, mbuf, entry, came, ip + offset, length);
    }
  }
}

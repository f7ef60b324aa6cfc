package io.yett.dataplane.port;

import io.yett.dataplane.control.PacketEngine;
import io.yett.dataplane.counters.SlowPathCounter;
import io.yett.dataplane.counters.SlowPathCounters;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Sends IPv4 packets of our own, in fragments where they are larger than can be sent (RFC 791
 * §2.3). Owned by the control thread.
 */
public final class IpSender {
  private static final int MORE_FRAGMENTS = 0x2000;

  private final Injector injector;
  private final SlowPathCounters counters;
  private final int mtu;
  private final ExpandableArrayBuffer packet = new ExpandableArrayBuffer(16 << 10);
  private int identification;

  /**
   * A sender.
   *
   * @param injector {@link PacketEngine#injectIp} for what is never encrypted (IKE, NAT
   *     keepalives), {@link PacketEngine#injectLocal} for what takes the SPD
   * @param mtu octets of the largest packet that the injector, or every port, takes
   */
  public IpSender(Injector injector, SlowPathCounters counters, int mtu) {
    this.injector = injector;
    this.counters = counters;
    this.mtu = mtu;
  }

  /** One of the ways to the lanes. */
  @FunctionalInterface
  public interface Injector {
    /** Queues an IPv4 packet; false if the queue is full. */
    boolean inject(DirectBuffer packet, int offset, int length);
  }

  /** Writes the payload of a packet. */
  @FunctionalInterface
  public interface PayloadWriter {
    /** Writes at {@code offset}; returns the payload's length. */
    int write(MutableDirectBuffer packet, int offset);
  }

  /** Sends one packet; false if a queue was full. */
  public boolean send(
      int typeOfService, int protocol, int source, int destination, PayloadWriter payload) {
    int length = payload.write(packet, Inet.IP_HEADER);
    identification = (identification + 1) & 0xFFFF;
    if (Inet.IP_HEADER + length <= mtu) {
      Inet.writeHeader(
          packet,
          0,
          typeOfService,
          Inet.IP_HEADER + length,
          identification,
          0,
          protocol,
          source,
          destination);
      return inject(packet, Inet.IP_HEADER + length);
    }
    return sendFragments(typeOfService, protocol, source, destination, length);
  }

  private boolean sendFragments(
      int typeOfService, int protocol, int source, int destination, int length) {
    int room = (mtu - Inet.IP_HEADER) & ~7;
    ExpandableArrayBuffer fragment = new ExpandableArrayBuffer(mtu);
    for (int at = 0; at < length; at += room) {
      int part = Math.min(room, length - at);
      int flags = (at / 8) | (at + part < length ? MORE_FRAGMENTS : 0);
      fragment.putBytes(Inet.IP_HEADER, packet, Inet.IP_HEADER + at, part);
      Inet.writeHeader(
          fragment,
          0,
          typeOfService,
          Inet.IP_HEADER + part,
          identification,
          flags,
          protocol,
          source,
          destination);
      if (!inject(fragment, Inet.IP_HEADER + part)) {
        return false;
      }
    }
    return true;
  }

  private boolean inject(DirectBuffer buffer, int length) {
    boolean queued = injector.inject(buffer, 0, length);
    if (!queued) {
      counters.increment(SlowPathCounter.SEND_QUEUE_FULL);
    }
    return queued;
  }
}

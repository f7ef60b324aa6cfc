package io.yett.dataplane.control;

import io.yett.dataplane.sachannel.PolicySpec;
import io.yett.dataplane.sachannel.SaDirection;
import io.yett.dataplane.sachannel.SaSpec;
import io.yett.dataplane.sachannel.SaStatus;
import java.util.List;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;

/**
 * What the control thread may ask of the lanes. All methods are for the control thread alone; none
 * blocks. Changes are carried to each lane and applied between two bursts; the completion is called
 * from {@link #poll} once all have it.
 */
public interface PacketEngine {

  /**
   * Installs an SA. An inbound SA passes packets at once; an outbound one is used from {@link
   * #activateOutbound} on. The spec's keys are used before this returns, and the caller wipes them
   * after.
   */
  void installSa(SaSpec spec, Completion completion);

  /**
   * Makes this the outbound SA of its reqId; policies of the reqId use it from the next burst on.
   */
  void activateOutbound(int reqId, int spi, Completion completion);

  /**
   * Removes an SA. Completes when every lane has passed it and its memory and keys are wiped.
   * Removing the active outbound SA leaves its reqId without one.
   */
  void removeSa(SaDirection direction, int spi, Completion completion);

  /**
   * Changes the peer's outer address and UDP port of all SAs of a reqId (NAT mapping change; RFC
   * 7296 §2.23).
   */
  void updatePeer(int reqId, int remoteAddress, int remotePort, Completion completion);

  /**
   * Sets the MTU of the path of an outbound SA, in octets of the outer packet, or with 0 leaves it
   * to the link (RFC 4301 §8.2.1). An SPI that is not there is ignored.
   */
  default void updatePathMtu(int spi, int mtu) {}

  /** A reading of the outbound SA of that SPI, or null. */
  default SaStatus findOutbound(int spi) {
    return null;
  }

  /** Replaces the whole SPD, already ordered. */
  void updatePolicies(List<PolicySpec> ordered, Completion completion);

  /**
   * Sets (or with 0 clears) the link address of a neighbour; address in host order, MAC in the low
   * 48 bits.
   */
  void updateNeighbor(int port, int address, long mac);

  /** Queues a whole Ethernet frame for transmission; false if the queue is full (counted). */
  boolean inject(int port, DirectBuffer frame, int offset, int length);

  /**
   * Queues an IPv4 packet of our own; the lane routes it, resolves its next hop and never encrypts
   * it. False if the queue is full (counted).
   */
  boolean injectIp(DirectBuffer packet, int offset, int length);

  /** Octets of the largest packet that {@link #injectLocal} takes. */
  int MAX_LOCAL_PACKET = 9216;

  /**
   * Queues an IPv4 packet of our own that takes the SPD as if a local host had sent it (RFC 4301
   * §5.1): a PROTECT policy encrypts it, others route it in clear. False if the queue is full
   * (counted).
   */
  default boolean injectLocal(DirectBuffer packet, int offset, int length) {
    return false;
  }

  /**
   * Runs completions and hands up to {@code limit} punts and events to the handler; returns how
   * much was done.
   */
  int poll(PuntHandler handler, int limit);

  /** Reads all SAs; each {@link SaStatus} is new. For listing, not for a fast path. */
  void forEachSa(Consumer<SaStatus> consumer);
}

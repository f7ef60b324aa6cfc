package io.yett.dataplane.classify;

import io.yett.dataplane.route.Forwarding;
import io.yett.dataplane.sachannel.PolicyAction;
import io.yett.dataplane.sad.InboundSa;
import io.yett.dataplane.sad.SaSlot;
import io.yett.dataplane.sad.SpiTable;
import io.yett.dataplane.spd.FlowCache;
import io.yett.dataplane.spd.FlowCache6;
import io.yett.dataplane.spd.Spd;
import org.agrona.collections.Long2LongHashMap;

/**
 * What a lane's RX stage looks things up in. Owned by the RX stage: the control thread changes it
 * through commands that the stage runs between two bursts.
 */
public final class LaneTables {
  /** So many slots and sessions no longer fit the CPU's nearest caches (decision 0012). */
  private static final int MANY_SAS = 128;

  private final SpiTable spiTable;
  private final FlowCache flowCache;
  private final FlowCache6 flowCache6;
  private final Long2LongHashMap outboundByReqId = new Long2LongHashMap(0);
  private final PolicyAction defaultPolicy;
  private Spd spd;
  private Forwarding forwarding;

  /** Joins the tables. {@code defaultPolicy} is BYPASS or DISCARD. */
  public LaneTables(
      SpiTable spiTable,
      FlowCache flowCache,
      FlowCache6 flowCache6,
      Spd spd,
      Forwarding forwarding,
      PolicyAction defaultPolicy) {
    this.spiTable = spiTable;
    this.flowCache = flowCache;
    this.flowCache6 = flowCache6;
    this.spd = spd;
    this.forwarding = forwarding;
    this.defaultPolicy = defaultPolicy;
  }

  SpiTable spiTable() {
    return spiTable;
  }

  FlowCache flowCache() {
    return flowCache;
  }

  FlowCache6 flowCache6() {
    return flowCache6;
  }

  Spd spd() {
    return spd;
  }

  Forwarding forwarding() {
    return forwarding;
  }

  PolicyAction defaultPolicy() {
    return defaultPolicy;
  }

  /** True if there are so many SAs that those of a burst are likely in no cache of the CPU. */
  boolean hasManySas() {
    return spiTable.size() + outboundByReqId.size() > MANY_SAS;
  }

  /** Slot of the outbound SA that a reqId uses now, or 0. */
  long outbound(int reqId) {
    return outboundByReqId.get(reqId);
  }

  /** Lets inbound packets of the SPI pass; false if the table is full or has it. */
  public boolean addInbound(int spi, long sa) {
    return spiTable.add(spi, sa, InboundSa.session(sa));
  }

  /** From now on the SPI is unknown. */
  public void removeInbound(int spi) {
    spiTable.remove(spi);
  }

  /**
   * Makes an SA the one that its reqId uses. The one before goes to standby. Until the last lane
   * has done so, it still uses the one before: a flow whose SA is on standby looks here with each
   * packet.
   */
  public void activateOutbound(long sa) {
    int reqId = SaSlot.reqId(sa);
    long before = outboundByReqId.put(reqId, sa);
    if (before != 0 && before != sa) {
      SaSlot.change(before, SaSlot.ACTIVE, SaSlot.STANDBY);
    }
    SaSlot.change(sa, SaSlot.STANDBY, SaSlot.ACTIVE);
  }

  /** Takes an SA out of use. */
  public void removeOutbound(long sa) {
    int reqId = SaSlot.reqId(sa);
    if (outboundByReqId.get(reqId) == sa) {
      outboundByReqId.remove(reqId);
    }
    SaSlot.state(sa, SaSlot.FREE);
  }

  /** Exchanges the SPD, and forgets all flows. */
  public void replaceSpd(Spd next) {
    spd = next;
    clearFlows();
  }

  /** Exchanges routes and ports, and forgets all flows. */
  public void replaceForwarding(Forwarding next) {
    forwarding = next;
    clearFlows();
  }

  /** Forgets all flows, so that the next packet of each is judged anew. */
  public void clearFlows() {
    flowCache.clear();
    flowCache6.clear();
  }
}

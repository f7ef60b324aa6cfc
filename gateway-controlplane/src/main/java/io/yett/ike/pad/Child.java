package io.yett.ike.pad;

import io.yett.dataplane.sachannel.DfPolicy;
import io.yett.dataplane.sachannel.IpsecMode;
import io.yett.dataplane.sachannel.MssClamping;
import io.yett.dataplane.sachannel.TrafficSelector;
import java.net.InetAddress;
import java.util.List;

/**
 * A Child SA as it is configured.
 *
 * @param name unique in its connection
 * @param policyOrder order of its SPD entry, as {@code PolicySpec.order}
 * @param local our side's traffic selectors; not empty
 * @param remote the peer's; not empty
 * @param proposals e.g. {@code aes256gcm16-esn}; with a group ({@code aes256gcm16-x25519-esn})
 *     rekeys use PFS. In order of preference; not empty
 * @param rekeySeconds 0 = never by time
 * @param rekeyPackets 0 = never by packets (sequence numbers are still rekeyed before they end)
 * @param rekeyBytes 0 = never by bytes
 * @param replayWindow packets, as in {@code SaSpec}
 * @param close what to do when the peer closes it
 * @param dpd what to do when the peer is dead
 * @param dfPolicy of the outer header
 * @param mssClamping of TCP through the tunnel
 * @param mode what is asked for, or taken where the peer asks; transport mode is for what the two
 *     gateways say to one another, so the selectors are their addresses
 */
public record Child(
    String name,
    int policyOrder,
    List<TrafficSelector> local,
    List<TrafficSelector> remote,
    List<String> proposals,
    long rekeySeconds,
    long rekeyPackets,
    long rekeyBytes,
    int replayWindow,
    StartAction start,
    LossAction close,
    LossAction dpd,
    DfPolicy dfPolicy,
    MssClamping mssClamping,
    IpsecMode mode) {

  /** A child whose SAs are of tunnel mode, copy DF and clamp no MSS. */
  public Child(
      String name,
      int policyOrder,
      List<TrafficSelector> local,
      List<TrafficSelector> remote,
      List<String> proposals,
      long rekeySeconds,
      long rekeyPackets,
      long rekeyBytes,
      int replayWindow,
      StartAction start,
      LossAction close,
      LossAction dpd) {
    this(
        name,
        policyOrder,
        local,
        remote,
        proposals,
        rekeySeconds,
        rekeyPackets,
        rekeyBytes,
        replayWindow,
        start,
        close,
        dpd,
        DfPolicy.COPY,
        MssClamping.OFF,
        IpsecMode.TUNNEL);
  }

  /** This child for a client that has these inner addresses; nothing but the client starts it. */
  Child forClient(List<InetAddress> addresses) {
    List<TrafficSelector> client =
        addresses.stream().map(address -> TrafficSelector.ofRange(address, address)).toList();
    return new Child(
        name,
        Math.max(0, policyOrder - 1), // before the entry of the whole pool
        local,
        client,
        proposals,
        rekeySeconds,
        rekeyPackets,
        rekeyBytes,
        replayWindow,
        StartAction.NONE,
        LossAction.NONE,
        LossAction.NONE);
  }

  /** Copies the lists; rejects what is empty or negative. */
  public Child {
    local = List.copyOf(local);
    remote = List.copyOf(remote);
    proposals = List.copyOf(proposals);
    if (local.isEmpty() || remote.isEmpty()) {
      throw new IllegalArgumentException("child " + name + " has no traffic selectors");
    }
    if (proposals.isEmpty()) {
      throw new IllegalArgumentException("child " + name + " has no proposals");
    }
    if (rekeySeconds < 0 || rekeyPackets < 0 || rekeyBytes < 0) {
      throw new IllegalArgumentException("child " + name + " has a negative rekey limit");
    }
  }
}

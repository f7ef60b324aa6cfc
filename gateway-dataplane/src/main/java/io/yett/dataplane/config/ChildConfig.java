package io.yett.dataplane.config;

import io.yett.dataplane.sachannel.DfPolicy;
import io.yett.dataplane.sachannel.IpsecMode;
import io.yett.dataplane.sachannel.MssClamping;
import io.yett.dataplane.sachannel.TrafficSelector;
import java.util.List;

/**
 * One Child SA of a connection.
 *
 * @param name unique in its connection; letters, digits, {@code . _ -}
 * @param order of its SPD entry; lower is matched first
 * @param proposals in order of preference, such as {@code aes256gcm16-esn}
 * @param rekeySeconds age at which it is rekeyed; 0 never
 * @param rekeyPackets packets after which it is rekeyed; 0 never
 * @param rekeyBytes octets of inner packets after which it is rekeyed; 0 never
 * @param replayWindow packets, a power of two 64..4096, or 0 for off
 * @param dfPolicy of the outer header
 * @param mssClamping of TCP through the tunnel
 * @param mode tunnel, or transport for what the two gateways say to one another
 */
public record ChildConfig(
    String name,
    int order,
    List<Subnet> local,
    List<Subnet> remote,
    List<String> proposals,
    long rekeySeconds,
    long rekeyPackets,
    long rekeyBytes,
    int replayWindow,
    StartAction start,
    CloseAction close,
    DpdAction dpd,
    DfPolicy dfPolicy,
    MssClamping mssClamping,
    IpsecMode mode) {

  /** Copies the lists. */
  public ChildConfig {
    local = List.copyOf(local);
    remote = List.copyOf(remote);
    proposals = List.copyOf(proposals);
  }

  /** The local side as selectors, one for each subnet. */
  public List<TrafficSelector> localSelectors() {
    return Selectors.of(local, 0, PortRange.ANY);
  }

  /** The remote side as selectors, one for each subnet. */
  public List<TrafficSelector> remoteSelectors() {
    return Selectors.of(remote, 0, PortRange.ANY);
  }

  /** What is done when the control plane starts. */
  public enum StartAction {
    /** Nothing: an operator or the peer starts it. */
    NONE,
    /** Its policy is installed; the first matching packet starts it. */
    TRAP,
    /** It is negotiated at once. */
    START
  }

  /** What is done when the peer closes it. */
  public enum CloseAction {
    NONE,
    START
  }

  /** What is done when the peer is found dead. */
  public enum DpdAction {
    /** Its SAs are removed. */
    NONE,
    /** Its SAs are removed and negotiated anew. */
    RESTART
  }
}

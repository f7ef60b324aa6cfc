package io.yett.dataplane.sachannel;

import java.util.List;

/**
 * One SPD entry (RFC 4301 §4.4.1). It covers both directions: outbound when source is in {@code
 * localSelectors} and destination in {@code remoteSelectors}; inbound with the two exchanged. A
 * packet that arrives in clear and matches a PROTECT entry is dropped.
 *
 * @param name unique; replaces an entry of the same name
 * @param order lower is matched first; entries of equal order keep their order of installation
 * @param reqId the SAs that protect it, for PROTECT; 0 otherwise
 * @param localSelectors not empty
 * @param remoteSelectors not empty
 */
public record PolicySpec(
    String name,
    int order,
    PolicyAction action,
    int reqId,
    List<TrafficSelector> localSelectors,
    List<TrafficSelector> remoteSelectors) {

  /** Copies the lists, and rejects a PROTECT entry without reqId and entries without selectors. */
  public PolicySpec {
    localSelectors = List.copyOf(localSelectors);
    remoteSelectors = List.copyOf(remoteSelectors);
    if (localSelectors.isEmpty() || remoteSelectors.isEmpty()) {
      throw new IllegalArgumentException("policy " + name + " has no selectors");
    }
    if ((action == PolicyAction.PROTECT) != (reqId > 0)) {
      throw new IllegalArgumentException(
          "policy " + name + ": PROTECT needs a positive reqId, BYPASS and DISCARD need 0");
    }
  }
}

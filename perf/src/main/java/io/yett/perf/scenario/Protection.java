package io.yett.perf.scenario;

/**
 * What the gateway has to do to packets. Byte and packet counts, lifetimes and policies are always
 * on.
 *
 * @param tunnels each with an SA, keys, a policy and a peer of its own
 * @param policies where there is one tunnel: all lead to it, and the last of them matches
 * @param udp ESP in UDP (RFC 3948)
 * @param esn extended sequence numbers
 * @param replayWindow packets; 0 for none. For inbound SAs
 */
public record Protection(
    Algorithm algorithm, int tunnels, int policies, boolean udp, boolean esn, int replayWindow) {

  /** Rejects what the address plan of the benchmark cannot hold. */
  public Protection {
    if (tunnels < 1 || tunnels > 100_000 || policies < 1 || policies > 10_000) {
      throw new IllegalArgumentException("1..100000 tunnels and 1..10000 policies are served");
    }
    if (tunnels > 1 && policies > 1) {
      throw new IllegalArgumentException("many policies are of one tunnel only");
    }
  }
}

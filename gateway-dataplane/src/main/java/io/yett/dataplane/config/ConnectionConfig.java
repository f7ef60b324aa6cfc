package io.yett.dataplane.config;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * One peer and how to speak IKEv2 with it.
 *
 * @param name unique; letters, digits, {@code . _ -}
 * @param psk the pre-shared key (RFC 7296 §2.15); null if neither end uses one
 * @param localAuth how we prove who we are
 * @param remoteAuth how the peer must
 * @param proposals in order of preference, such as {@code aes256gcm16-prfsha384-x25519}; weak
 *     algorithms are refused when the file is read
 * @param rekeySeconds age at which the IKE SA is rekeyed; 0 never
 * @param dpdSeconds silence after which the peer is asked whether it lives; 0 never
 * @param forceEncapsulation speak ESP in UDP (RFC 3948) even where no NAT is found
 * @param fragmentation let long messages go in fragments (RFC 7383)
 * @param pools names of pools whose addresses peers get; empty for none
 * @param requestAddress ask the peer for an inner address
 * @param mobike let the ends change their outer addresses (RFC 4555)
 * @param additionalAddresses of ours, that the peer is told then
 * @param childless begin without a Child SA (RFC 6023)
 * @param ppk a post-quantum preshared key (RFC 8784)
 * @param requirePostQuantum refuse an IKE SA without a post-quantum key exchange
 */
public record ConnectionConfig(
    String name,
    Endpoint local,
    Endpoint remote,
    SecretSource psk,
    AuthConfig.Local localAuth,
    AuthConfig.Remote remoteAuth,
    List<String> proposals,
    long rekeySeconds,
    long dpdSeconds,
    boolean forceEncapsulation,
    boolean fragmentation,
    boolean requirePostQuantum,
    List<String> pools,
    boolean requestAddress,
    boolean mobike,
    List<InetAddress> additionalAddresses,
    boolean childless,
    Optional<PpkConfig> ppk,
    List<ChildConfig> children) {

  /** Copies the lists. */
  public ConnectionConfig {
    proposals = List.copyOf(proposals);
    pools = List.copyOf(pools);
    additionalAddresses = List.copyOf(additionalAddresses);
    children = List.copyOf(children);
  }

  /**
   * One side of a connection.
   *
   * @param address its outer address; null for any peer's
   * @param id its IKE identity (RFC 7296 §3.5): an address, a domain name, a mail address, a
   *     distinguished name; for a peer also a pattern; empty for the subject of our certificate
   */
  public record Endpoint(InetAddress address, String id) {}
}

package io.yett.dataplane.config;

import io.yett.dataplane.sachannel.DfPolicy;
import io.yett.dataplane.sachannel.Encapsulation;
import io.yett.dataplane.sachannel.EncryptionAlgorithm;
import io.yett.dataplane.sachannel.IntegrityAlgorithm;
import io.yett.dataplane.sachannel.MssClamping;
import io.yett.dataplane.sachannel.SaLifetime;
import io.yett.dataplane.sachannel.TrafficSelector;
import io.yett.dataplane.sachannel.UdpEncapsulation;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * A pair of SAs with keys by hand (RFC 4301 §4.5), and the PROTECT policy of their selectors.
 *
 * @param name unique among manual SAs
 * @param order of the policy made from {@code local} and {@code remote}; lower is matched first
 * @param replayWindow packets, a power of two 64..4096, or 0 for off
 * @param lifetime holds for each direction
 * @param local what our side may send or receive; not empty
 * @param remote what the peer's side may send or receive; not empty
 * @param dfPolicy of the outer header
 * @param mssClamping of TCP through the tunnel
 * @param encapsulation protocol and mode
 */
public record ManualSaConfig(
    String name,
    int order,
    InetAddress localAddress,
    InetAddress remoteAddress,
    EspSuite suite,
    Half outbound,
    Half inbound,
    boolean esn,
    int replayWindow,
    Optional<UdpEncapsulation> udpEncapsulation,
    SaLifetime lifetime,
    List<Subnet> local,
    List<Subnet> remote,
    DfPolicy dfPolicy,
    MssClamping mssClamping,
    Encapsulation encapsulation) {

  /** Copies the lists. */
  public ManualSaConfig {
    local = List.copyOf(local);
    remote = List.copyOf(remote);
  }

  public EncryptionAlgorithm encryption() {
    return suite.encryption();
  }

  public IntegrityAlgorithm integrity() {
    return suite.integrity();
  }

  /** Octets of key material in each key: the encryption key, its salt, the integrity key. */
  public int keyMaterialLength() {
    return suite.keyMaterialLength();
  }

  /** The local side as selectors, one for each subnet. */
  public List<TrafficSelector> localSelectors() {
    return Selectors.of(local, 0, PortRange.ANY);
  }

  /** The remote side as selectors, one for each subnet. */
  public List<TrafficSelector> remoteSelectors() {
    return Selectors.of(remote, 0, PortRange.ANY);
  }

  /**
   * One direction.
   *
   * @param spi unsigned 32 bits, 256 or more
   */
  public record Half(int spi, SecretSource key) {}
}

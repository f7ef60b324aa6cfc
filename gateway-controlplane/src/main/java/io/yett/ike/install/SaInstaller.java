package io.yett.ike.install;

import io.yett.dataplane.sachannel.PolicySpec;
import io.yett.dataplane.sachannel.SaDirection;
import io.yett.dataplane.sachannel.SaSpec;
import java.net.InetAddress;

/**
 * What the IKE engine asks of the data plane. All methods are for the ike thread; none blocks; each
 * callback comes later on the same thread, also when the data plane is away (then with {@link
 * io.yett.dataplane.sachannel.CommandError#INTERNAL}). Specs are wiped by the installer.
 *
 * <p>The order of a Child SA's installation is fixed (see {@link ChildSaSwitch}): the inbound SA
 * first; only when every lane has acknowledged it may the IKE response leave or the outbound SA be
 * used.
 */
public interface SaInstaller {

  /** Installs the inbound SA; from the callback on the peer may send. */
  void installInbound(SaSpec inbound, InstallCallback callback);

  /** Installs an outbound SA that is not used yet. */
  void installOutbound(SaSpec outbound, InstallCallback callback);

  /** Makes it the SA that its reqId's policies use. */
  void activateOutbound(int reqId, int spi, InstallCallback callback);

  void remove(SaDirection direction, int spi, InstallCallback callback);

  /** Changes the peer's outer address and UDP port of all SAs of a reqId (RFC 7296 §2.23). */
  void updatePeer(int reqId, InetAddress remoteAddress, int remotePort, InstallCallback callback);

  /** Adds or replaces (by name) an SPD entry. */
  void addPolicy(PolicySpec policy, InstallCallback callback);

  void removePolicy(String name, InstallCallback callback);

  /** Sends an IKE message, without UDP header and non-ESP marker. Best effort, as UDP is. */
  void sendIke(
      InetAddress localAddress,
      int localPort,
      InetAddress remoteAddress,
      int remotePort,
      byte[] message);

  /**
   * Leaves a checkpoint of an IKE SA with the data plane, for a restarted control plane.
   *
   * @param id our IKE SPI
   * @param state opaque, at most 64 KiB; wiped by the installer
   */
  void putState(long id, byte[] state, InstallCallback callback);

  void removeState(long id, InstallCallback callback);
}

package io.yett.ike.install;

import io.yett.dataplane.sachannel.CounterSample;
import io.yett.dataplane.sachannel.PolicySpec;
import io.yett.dataplane.sachannel.SaDirection;
import io.yett.dataplane.sachannel.SaSpec;
import io.yett.dataplane.sachannel.SaStatus;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * The IKE process's hold on the data plane: {@link SaInstaller} over the SA channel, with every
 * command's callback kept until its answer. Owned by the ike thread.
 */
public final class DataplaneLink implements SaInstaller, AutoCloseable {

  public DataplaneLink(Path file, DataplaneListener listener) {}

  /** One turn of the duty cycle; returns how much was done. */
  public int poll(int limit) {
    return 0;
  }

  /** Whether a data plane is there and its inventory has been read. */
  public boolean ready() {
    return false;
  }

  /** In one line for people: attached to what, or what it waits for and the remedy. */
  public String status() {
    return "";
  }

  /** Reads all SAs; null if the data plane went away meanwhile. Consumer runs on the ike thread. */
  public void listSas(Consumer<List<SaStatus>> consumer) {}

  /** Reads the SPD in order, the configuration file's policies too; null as above. */
  public void listPolicies(Consumer<List<PolicySpec>> consumer) {}

  /** Reads the data plane's counters; null as above. */
  public void readCounters(Consumer<List<CounterSample>> consumer) {}

  @Override
  public void installInbound(SaSpec inbound, InstallCallback callback) {}

  @Override
  public void installOutbound(SaSpec outbound, InstallCallback callback) {}

  @Override
  public void activateOutbound(int reqId, int spi, InstallCallback callback) {}

  @Override
  public void remove(SaDirection direction, int spi, InstallCallback callback) {}

  @Override
  public void updatePeer(
      int reqId, InetAddress remoteAddress, int remotePort, InstallCallback callback) {}

  @Override
  public void addPolicy(PolicySpec policy, InstallCallback callback) {}

  @Override
  public void removePolicy(String name, InstallCallback callback) {}

  @Override
  public void sendIke(
      InetAddress localAddress,
      int localPort,
      InetAddress remoteAddress,
      int remotePort,
      byte[] message) {}

  @Override
  public void putState(long id, byte[] state, InstallCallback callback) {}

  @Override
  public void removeState(long id, InstallCallback callback) {}

  @Override
  public void close() {}
}

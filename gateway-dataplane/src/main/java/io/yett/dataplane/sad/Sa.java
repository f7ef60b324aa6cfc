package io.yett.dataplane.sad;

import io.yett.dataplane.sachannel.SaDirection;
import io.yett.dataplane.sachannel.SaSpec;
import io.yett.dataplane.sachannel.SaStatus;
import io.yett.dataplane.sachannel.UdpEncapsulation;
import java.net.InetAddress;

/**
 * The control thread's view of an installed SA: its specification without keys, where its slot is,
 * and its age.
 */
public final class Sa {
  private SaSpec spec;
  private final long slot;
  private final long session;
  private final long bitmap;
  private final long selectors;
  private final int selectorsLength;
  private final long installedAt;
  private boolean softSecondsReported;
  private boolean hardSecondsReported;

  Sa(
      SaSpec spec,
      long slot,
      long session,
      long bitmap,
      long selectors,
      int selectorsLength,
      long nanoTime) {
    this.spec = withoutKey(spec, spec.tunnelRemote(), spec.udpEncapsulation());
    this.slot = slot;
    this.session = session;
    this.bitmap = bitmap;
    this.selectors = selectors;
    this.selectorsLength = selectorsLength;
    this.installedAt = nanoTime;
  }

  /** The specification, its key wiped. */
  public SaSpec spec() {
    return spec;
  }

  /** Address of its slot. */
  public long slot() {
    return slot;
  }

  public boolean isInbound() {
    return spec.direction() == SaDirection.INBOUND;
  }

  long session() {
    return session;
  }

  long bitmap() {
    return bitmap;
  }

  long selectors() {
    return selectors;
  }

  int selectorsLength() {
    return selectorsLength;
  }

  /** Replaces the peer's address and, if there is UDP encapsulation, its port. */
  void peer(InetAddress remote, int remotePort) {
    UdpEncapsulation udp = spec.udpEncapsulation();
    UdpEncapsulation moved =
        udp == null || remotePort == 0
            ? udp
            : new UdpEncapsulation(udp.localPort(), remotePort, udp.keepaliveSeconds());
    spec = withoutKey(spec, remote, moved);
  }

  /** Whether it has a limit in seconds. */
  boolean hasAgeLimit() {
    return spec.lifetime().softSeconds() != 0 || spec.lifetime().hardSeconds() != 0;
  }

  /** True the first time that the SA is older than its soft limit. */
  public boolean passesSoftSeconds(long nanoTime) {
    boolean passes = !softSecondsReported && isOlder(spec.lifetime().softSeconds(), nanoTime);
    softSecondsReported |= passes;
    return passes;
  }

  /** True the first time that the SA is older than its hard limit. */
  public boolean passesHardSeconds(long nanoTime) {
    boolean passes = !hardSecondsReported && isOlder(spec.lifetime().hardSeconds(), nanoTime);
    hardSecondsReported |= passes;
    return passes;
  }

  /** A reading of it now. */
  public SaStatus status(long nanoTime) {
    boolean inbound = isInbound();
    long packets = inbound ? InboundSa.packets(slot) : OutboundSa.sequence(slot);
    long lastUsed = inbound ? InboundSa.lastUsed(slot) : OutboundSa.lastUsed(slot);
    long age = seconds(nanoTime - installedAt);
    return new SaStatus(
        spec,
        !inbound && SaSlot.state(slot) == SaSlot.ACTIVE,
        inbound ? InboundSa.top(slot) : packets,
        packets,
        inbound ? InboundSa.bytes(slot) : OutboundSa.bytes(slot),
        age,
        packets == 0 ? age : Math.min(age, seconds(Math.max(0, nanoTime - lastUsed))),
        inbound ? InboundSa.replays(slot) : 0,
        inbound ? InboundSa.authFailures(slot) : 0);
  }

  private boolean isOlder(long seconds, long nanoTime) {
    return seconds != 0 && seconds(nanoTime - installedAt) >= seconds;
  }

  private static long seconds(long nanos) {
    return nanos / 1_000_000_000;
  }

  private static SaSpec withoutKey(SaSpec spec, InetAddress remote, UdpEncapsulation udp) {
    return new SaSpec(
        spec.direction(),
        spec.spi(),
        spec.reqId(),
        spec.name(),
        spec.encryption(),
        spec.integrity(),
        new byte[spec.keyMaterial().length],
        spec.tunnelLocal(),
        remote,
        udp,
        spec.esn(),
        spec.replayWindow(),
        spec.lifetime(),
        spec.localSelectors(),
        spec.remoteSelectors(),
        spec.dfPolicy(),
        spec.mssClamping(),
        spec.encapsulation());
  }
}

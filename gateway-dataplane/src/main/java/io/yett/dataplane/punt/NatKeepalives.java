package io.yett.dataplane.punt;

import io.yett.dataplane.sachannel.SaDirection;
import io.yett.dataplane.sachannel.SaSpec;
import io.yett.dataplane.sachannel.SaStatus;
import io.yett.dataplane.sachannel.UdpEncapsulation;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Keeps the NAT mappings of idle SAs open (RFC 3948 §2.3). Owned by the control thread. */
public final class NatKeepalives {
  private final UdpSender sender;
  private final Map<Mapping, Long> lastSent = new HashMap<>();

  /** A NAT keeps one mapping for these four, whatever the number of SAs in it. */
  private record Mapping(InetAddress local, int localPort, InetAddress remote, int remotePort) {}

  /** Seconds since the last packet, and after how many a keepalive is due. */
  private record Idle(long seconds, int interval) {
    Idle merge(Idle other) {
      return new Idle(Math.min(seconds, other.seconds), Math.min(interval, other.interval));
    }
  }

  /** Sends by that sender. */
  public NatKeepalives(UdpSender sender) {
    this.sender = sender;
  }

  /** Sends what is due; to be called about once a second with a reading of all SAs. */
  public void tick(List<SaStatus> sas, long nowNanos) {
    Map<Mapping, Idle> idle = new HashMap<>();
    sas.forEach(status -> noteIdle(status, idle));
    sendKeepalives(idle, nowNanos);
  }

  /** Keeps, for each mapping, how long its busiest SA has been idle. */
  private static void noteIdle(SaStatus status, Map<Mapping, Idle> idle) {
    SaSpec spec = status.spec();
    UdpEncapsulation udp = spec.udpEncapsulation();
    if (udp == null || udp.keepaliveSeconds() == 0 || spec.direction() == SaDirection.INBOUND) {
      return;
    }
    Mapping mapping =
        new Mapping(spec.tunnelLocal(), udp.localPort(), spec.tunnelRemote(), udp.remotePort());
    idle.merge(mapping, new Idle(status.idleSeconds(), udp.keepaliveSeconds()), Idle::merge);
  }

  private void sendKeepalives(Map<Mapping, Idle> idle, long nowNanos) {
    lastSent.keySet().retainAll(idle.keySet());
    idle.forEach((mapping, state) -> {
      Long last = lastSent.get(mapping);
      long interval = TimeUnit.SECONDS.toNanos(state.interval);
      if (state.seconds >= state.interval && (last == null || nowNanos - last >= interval)) {
        sender.keepalive(
            mapping.local(), mapping.localPort(), mapping.remote(), mapping.remotePort());
        lastSent.put(mapping, nowNanos);
      }
    });
  }
}

package io.yett.dataplane.punt;

import io.yett.dataplane.control.PacketEngine;
import io.yett.dataplane.sachannel.SaDirection;
import io.yett.dataplane.sachannel.SaSpec;
import io.yett.dataplane.sachannel.SaStatus;
import io.yett.dataplane.sachannel.UdpEncapsulation;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Looks at all SAs once a second for what depends on time: soft and hard lifetimes in seconds (RFC
 * 4301 §4.4.2.1), and NAT keepalives of idle ones (RFC 3948 §2.3). Owned by the control thread.
 */
public final class SaClock {
  /** How often {@link #tick} is to be called. */
  public static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final PacketEngine engine;
  private final UdpSender sender;
  private final ExpiryListener listener;
  private final Map<Mapping, Long> lastSent = new HashMap<>();
  private final Set<SaKey> softReported = new HashSet<>();
  private final Set<SaKey> hardReported = new HashSet<>();

  /** Told of SAs whose time is up. */
  @FunctionalInterface
  public interface ExpiryListener {
    /** An SA reached a limit in seconds; on a hard one it is being removed. */
    void onExpire(boolean inbound, int spi, int reqId, boolean hard);
  }

  private record SaKey(SaDirection direction, int spi) {}

  /** A NAT keeps one mapping for these four, whatever the number of SAs in it. */
  private record Mapping(InetAddress local, int localPort, InetAddress remote, int remotePort) {}

  /** Seconds since the last packet, and after how many a keepalive is due. */
  private record Idle(long seconds, int interval) {
    Idle merge(Idle other) {
      return new Idle(Math.min(seconds, other.seconds), Math.min(interval, other.interval));
    }
  }

  /** A clock over an engine's SAs. */
  public SaClock(PacketEngine engine, UdpSender sender, ExpiryListener listener) {
    this.engine = engine;
    this.sender = sender;
    this.listener = listener;
  }

  /** One look at all SAs. */
  public void tick(long nowNanos) {
    Set<SaKey> present = new HashSet<>();
    Map<Mapping, Idle> idle = new HashMap<>();
    engine.forEachSa(status -> {
      SaSpec spec = status.spec();
      SaKey key = new SaKey(spec.direction(), spec.spi());
      present.add(key);
      checkLifetime(key, status);
      noteIdle(status, idle);
    });
    softReported.retainAll(present);
    hardReported.retainAll(present);
    sendKeepalives(idle, nowNanos);
  }

  private void checkLifetime(SaKey key, SaStatus status) {
    SaSpec spec = status.spec();
    boolean inbound = spec.direction() == SaDirection.INBOUND;
    long hard = spec.lifetime().hardSeconds();
    long soft = spec.lifetime().softSeconds();
    if (hard != 0 && status.ageSeconds() >= hard) {
      if (hardReported.add(key)) {
        engine.removeSa(spec.direction(), spec.spi(), (error, text) -> {});
        listener.onExpire(inbound, spec.spi(), spec.reqId(), true);
      }
    } else if (soft != 0 && status.ageSeconds() >= soft && softReported.add(key)) {
      listener.onExpire(inbound, spec.spi(), spec.reqId(), false);
    }
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

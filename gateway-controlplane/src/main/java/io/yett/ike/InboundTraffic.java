package io.yett.ike;

import io.yett.dataplane.sachannel.SaDirection;
import io.yett.dataplane.sachannel.SaStatus;
import io.yett.ike.engine.IkeEngine;
import io.yett.ike.install.DataplaneLink;
import io.yett.ike.pad.Connection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Tells the engine which peers have sent ESP lately: they need no dead-peer probe (RFC 7296 §2.4).
 * Reads the SA counters a few times in the shortest probe interval; more seldom where that takes
 * long, and then some peers are probed although they sent. Owned by the ike thread.
 */
final class InboundTraffic {
  private static final int READS_PER_INTERVAL = 4;

  private final long intervalNanos;
  private final SelfPaced reads;
  private Map<Integer, Long> packetsBySpi = new HashMap<>();
  private boolean reading;

  InboundTraffic(List<Connection> connections) {
    long shortest =
        connections.stream().mapToLong(Connection::dpdSeconds).filter(s -> s > 0).min().orElse(0);
    this.intervalNanos = TimeUnit.SECONDS.toNanos(shortest) / READS_PER_INTERVAL;
    this.reads = new SelfPaced(intervalNanos);
  }

  void doWork(DataplaneLink link, IkeEngine engine, long now) {
    if (intervalNanos == 0 || reading || !reads.due(now) || !link.ready()) {
      return;
    }
    reading = true;
    link.listSas(sas -> {
      reading = false;
      reads.done(now, System.nanoTime());
      if (sas != null) {
        compare(sas, engine);
      }
    });
  }

  private void compare(List<SaStatus> sas, IkeEngine engine) {
    Map<Integer, Long> seen = new HashMap<>();
    for (SaStatus sa : sas) {
      if (sa.spec().direction() != SaDirection.INBOUND) {
        continue;
      }
      int spi = sa.spec().spi();
      seen.put(spi, sa.packets());
      if (sa.packets() > packetsBySpi.getOrDefault(spi, 0L)) {
        engine.onInboundTraffic(sa.spec().reqId(), System.nanoTime());
      }
    }
    packetsBySpi = seen;
  }
}

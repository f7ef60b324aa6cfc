package io.yett.dataplane.punt;

import static org.assertj.core.api.Assertions.assertThat;

import io.yett.dataplane.counters.SlowPathCounters;
import io.yett.dataplane.port.Ip6Sender;
import io.yett.dataplane.port.IpSender;
import io.yett.dataplane.port.RecordingEngine;
import io.yett.dataplane.port.TwoPorts;
import io.yett.dataplane.sachannel.EncryptionAlgorithm;
import io.yett.dataplane.sachannel.SaDirection;
import io.yett.dataplane.sachannel.SaLifetime;
import io.yett.dataplane.sachannel.SaSpec;
import io.yett.dataplane.sachannel.SaStatus;
import io.yett.dataplane.sachannel.TrafficSelector;
import io.yett.dataplane.sachannel.UdpEncapsulation;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class NatKeepalivesTest {
  private static final InetAddress LOCAL = InetAddress.ofLiteral("192.0.2.1");
  private static final InetAddress REMOTE = InetAddress.ofLiteral("192.0.2.2");

  private final RecordingEngine engine = new RecordingEngine();
  private final SlowPathCounters counters = new SlowPathCounters();
  private final UdpSender sender =
      new UdpSender(
          TwoPorts.addresses(),
          TwoPorts.addresses6(),
          new IpSender(engine::injectIp, counters, 1500),
          new Ip6Sender(engine::injectIp, counters, 1500, 7),
          counters);
  private final NatKeepalives keepalives = new NatKeepalives(sender);

  @Test
  void anIdleMappingIsKeptAliveAtItsIntervalByOneDatagramForAllItsSas() {
    for (int second = 0; second <= 65; second++) {
      engine.sas.clear();
      engine.sas.add(status(SaDirection.OUTBOUND, 1000, second, 20));
      engine.sas.add(status(SaDirection.OUTBOUND, 1001, second, 20));
      engine.sas.add(status(SaDirection.INBOUND, 1002, second, 20));
      keepalives.tick(engine.sas, TimeUnit.SECONDS.toNanos(second));
    }

    assertThat(engine.packets).as("at 20, 40 and 60 seconds").hasSize(3);
  }

  @Test
  void aBusyMappingAndOneWithoutIntervalSendNothing() {
    for (int second = 0; second <= 65; second++) {
      engine.sas.clear();
      engine.sas.add(status(SaDirection.OUTBOUND, 1000, second, 20));
      engine.sas.add(status(SaDirection.OUTBOUND, 1001, 1, 20));
      keepalives.tick(engine.sas, TimeUnit.SECONDS.toNanos(second));
    }
    engine.sas.clear();
    engine.sas.add(status(SaDirection.OUTBOUND, 1000, 1000, 0));
    keepalives.tick(engine.sas, TimeUnit.SECONDS.toNanos(100));

    assertThat(engine.packets).isEmpty();
  }

  private static SaStatus status(SaDirection direction, int spi, long idle, int keepaliveSeconds) {
    SaSpec spec =
        new SaSpec(
            direction,
            spi,
            1,
            "lab",
            EncryptionAlgorithm.AES_GCM_16,
            new byte[20],
            LOCAL,
            REMOTE,
            new UdpEncapsulation(4500, 4500, keepaliveSeconds),
            true,
            64,
            SaLifetime.UNLIMITED,
            List.of(TrafficSelector.ofRange(LOCAL, LOCAL)),
            List.of(TrafficSelector.ofRange(REMOTE, REMOTE)));
    return new SaStatus(spec, true, 0, 0, 0, idle, idle, 0, 0);
  }
}

package io.yett.dataplane.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.yett.dataplane.sachannel.ChildJvm;
import io.yett.dataplane.sachannel.SaDirection;
import io.yett.dataplane.sachannel.SaStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two real data planes with a tunnel that control planes installed. One of these is killed under
 * traffic, its successor rekeys: the hosts behind must not notice.
 */
class ControlPlaneKillRunTest {
  private static final int PINGS = 300;

  @TempDir Path directory;

  @BeforeAll
  static void possible() {
    Namespaces.assumePossible();
  }

  @Test
  void noPingIsLostWhenAControlPlaneIsKilledAndItsSuccessorRekeys() throws Exception {
    try (Namespaces lab = new Namespaces("c")) {
      for (String name : List.of("red", "gwa", "gwb", "blue")) {
        lab.add(name);
      }
      lab.link("gwa", "in0", "red", "r0");
      lab.link("gwa", "black0", "gwb", "black0");
      lab.link("gwb", "in0", "blue", "b0");
      lab.host("red", "r0", "10.1.0.9/24", "10.1.0.1");
      lab.host("blue", "b0", "10.2.0.9/24", "10.2.0.1");
      RunningDataplane a = RunningDataplane.start(lab, "gwa", config("a", 1));
      RunningDataplane b = RunningDataplane.start(lab, "gwb", config("b", 2));
      a.awaitReady();
      b.awaitReady();

      try (ChannelUser userB = new ChannelUser(channel("b"));
          ChildJvm killed =
              new ChildJvm(ChannelUser.class, channel("a").toString(), "1", "1001", "1002")) {
        killed.await("installed");
        userB.installTunnel(2, 1002, 1001);
        assertThat(lab.run("red", "ping", "-c3", "-i0.2", "-W2", "-q", "10.2.0.9").output())
            .as("ARP is done\n%s\n%s", a.log(), b.log())
            .contains(" received");

        Path pinged = directory.resolve("pings");
        Process pings =
            lab.start(
                "red",
                pinged,
                List.of("ping", "-n", "-q", "-i", "0.02", "-W2", "-c" + PINGS, "10.2.0.9"));
        Thread.sleep(1000);
        killed.kill();
        try (ChannelUser userA = new ChannelUser(channel("a"))) {
          List<SaStatus> found = List.copyOf(userA.readSas());
          assertThat(found).hasSize(2);
          assertThat(found).allMatch(sa -> sa.packets() > 10);
          assertThat(found).anyMatch(sa -> sa.active());
          assertThat(userA.restarted()).isFalse();
          assertThat(pings.isAlive()).isTrue();

          rekey(userA, userB);
          assertThat(pings.waitFor(60, TimeUnit.SECONDS)).isTrue();

          assertThat(Files.readString(pinged)).contains(PINGS + " received, 0% packet loss");
          assertThat(userA.readSas()).extracting(sa -> sa.spec().spi()).containsOnly(2001, 2002);
          assertThat(userA.sas).allMatch(sa -> sa.packets() > 10);
        }
      }
      assertThat(a.log()).contains("control plane (process").contains("adopts 2 SAs");
      assertThat(a.terminate()).as(a.log()).isZero();
      assertThat(b.terminate()).as(b.log()).isZero();
    }
  }

  /** RFC 7296 §2.8, both ends in the order that loses nothing. */
  private static void rekey(ChannelUser a, ChannelUser b) {
    a.must(a.client.installSa(TunnelSas.sa(1, SaDirection.INBOUND, 2001)));
    b.must(b.client.installSa(TunnelSas.sa(2, SaDirection.INBOUND, 2002)));
    a.must(a.client.installSa(TunnelSas.sa(1, SaDirection.OUTBOUND, 2002)));
    a.must(a.client.activateOutbound(TunnelSas.REQ_ID, 2002));
    b.must(b.client.installSa(TunnelSas.sa(2, SaDirection.OUTBOUND, 2001)));
    b.must(b.client.activateOutbound(TunnelSas.REQ_ID, 2001));
    a.must(a.client.removeSa(SaDirection.OUTBOUND, 1002));
    b.must(b.client.removeSa(SaDirection.OUTBOUND, 1001));
    LockSupport.parkNanos(500_000_000); // what is still under way
    a.must(a.client.removeSa(SaDirection.INBOUND, 1001));
    b.must(b.client.removeSa(SaDirection.INBOUND, 1002));
  }

  private Path channel(String name) {
    return directory.resolve(name + "-channel");
  }

  private Path config(String name, int site) throws IOException {
    Path config = directory.resolve(name + ".yaml");
    Files.writeString(
        config,
        """
        version: 1
        dataplane:
          eal: {hugepages: off, memory: 128}
          ports:
            - {name: inner, device: "net_af_packet0,iface=in0", addresses: [10.SITE.0.1/24]}
            - {name: black, device: "net_af_packet1,iface=black0", addresses: [192.0.2.SITE/24]}
          routes:
            - {to: 10.PEER.0.0/16, via: 192.0.2.PEER}
        channel: CHANNEL
        run-directory: DIR
        """
            .replace("SITE", String.valueOf(site))
            .replace("PEER", String.valueOf(3 - site))
            .replace("CHANNEL", channel(name).toString())
            .replace("DIR", directory.toString()));
    return config;
  }
}

package io.yett.dataplane.port;

import static org.assertj.core.api.Assertions.assertThat;

import io.yett.dataplane.control.PuntReason;
import io.yett.dataplane.control.Timers;
import io.yett.dataplane.counters.SlowPathCounter;
import io.yett.dataplane.counters.SlowPathCounters;
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
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The path MTU from ICMPv6 "packet too big" (RFC 8201, RFC 4301 section 8.2), by scapy. */
class PathMtu6Test {
  private static final String QUOTED =
      "IPv6(src='2001:db8:ff::1',dst='2001:db8:9::2',nh=50)/Raw(bytes.fromhex('00001001000003de'))";
  private static final String TOLD =
      "Ether(src='02:00:00:00:00:99',dst='02:00:00:00:00:02')/"
          + "IPv6(src='2001:db8:7::7',dst='2001:db8:ff::1')/ICMPv6PacketTooBig(mtu=1400)/";

  private final RecordingEngine engine = new RecordingEngine();
  private final SlowPathCounters counters = new SlowPathCounters();
  private final Timers timers = new Timers(0);
  private final Ipv6SlowPath slowPath =
      new Ipv6SlowPath(
          TwoPorts.addresses6(),
          engine,
          timers,
          counters,
          new Ip6Sender(engine::injectLocal, counters, 1500, 77),
          new PathMtus(TwoPorts.addresses(), engine, timers, counters));

  @BeforeAll
  static void scapy() {
    Scapy.assumePresent();
  }

  private void install(int spi, UdpEncapsulation udp) {
    List<TrafficSelector> any =
        List.of(TrafficSelector.ofRange(ip("2001:db8::"), ip("2001:db8::ff")));
    SaSpec spec =
        new SaSpec(
            SaDirection.OUTBOUND,
            spi,
            7,
            "test",
            EncryptionAlgorithm.AES_GCM_16,
            new byte[20],
            ip("2001:db8:ff::1"),
            ip("2001:db8:9::2"),
            udp,
            false,
            0,
            SaLifetime.UNLIMITED,
            any,
            any);
    engine.sas.add(new SaStatus(spec, true, 1000, 1000, 0, 0, 0, 0, 0));
  }

  private static InetAddress ip(String text) {
    return InetAddress.ofLiteral(text);
  }

  private void receive(String expression) {
    Scapy.frames(List.of(expression))
        .forEach(f ->
            slowPath.onFrame(TwoPorts.BLACK, PuntReason.LOCAL, new UnsafeBuffer(f), 0, f.length));
  }

  @Test
  void isLearntForTheSaThatIsQuoted() {
    install(0x1001, null);
    receive(TOLD + QUOTED);
    assertThat(engine.pathMtus).containsExactly("0x1001 1400");
    receive(TOLD.replace("1400", "1450") + QUOTED);
    assertThat(engine.pathMtus).as("it only becomes smaller").hasSize(1);
    receive(TOLD.replace("1400", "600") + QUOTED);
    assertThat(engine.pathMtus).last().isEqualTo("0x1001 1280");
    timers.poll(TimeUnit.MINUTES.toNanos(PathMtus.MINUTES + 1));
    assertThat(engine.pathMtus).last().isEqualTo("0x1001 0");
  }

  @Test
  void isLearntInUdpToo() {
    install(0x1001, new UdpEncapsulation(4500, 4501, 0));
    String inUdp = QUOTED.replace(",nh=50)/", ")/UDP(sport=4500,dport=4501)/");
    receive(TOLD + inUdp.replace("4501", "4502"));
    assertThat(engine.pathMtus).isEmpty();
    receive(TOLD + inUdp);
    assertThat(engine.pathMtus).containsExactly("0x1001 1400");
  }

  @Test
  void whatQuotesNoPacketOfAnSaIsRefused() {
    install(0x1001, null);
    List<String> wrong =
        List.of(
            QUOTED.replace("00001001", "00001002"),
            QUOTED.replace("2001:db8:ff::1", "2001:db8:ff::3"),
            QUOTED.replace("2001:db8:9::2", "2001:db8:9::3"),
            QUOTED.replace("3de", "3e9"),
            QUOTED.replace("3de", "000"),
            QUOTED.replace("000003de", ""),
            "Raw(b'12345678')");
    wrong.forEach(quoted -> receive(TOLD + quoted));
    assertThat(engine.pathMtus).isEmpty();
    assertThat(counters.get(SlowPathCounter.PATH_MTU_REFUSED)).isEqualTo(wrong.size());
  }

  @Test
  void tooManyAreRefused() {
    for (int i = 0; i <= PathMtus.PER_SECOND; i++) {
      install(0x1001 + i, null);
    }
    for (int i = 0; i <= PathMtus.PER_SECOND; i++) {
      receive(TOLD + QUOTED.replace("1001", Integer.toHexString(0x1001 + i)));
    }
    assertThat(engine.pathMtus).hasSize(PathMtus.PER_SECOND);
  }
}

package io.yett.dataplane.port;

import static org.assertj.core.api.Assertions.assertThat;

import io.yett.dataplane.control.Timers;
import io.yett.dataplane.counters.SlowPathCounter;
import io.yett.dataplane.counters.SlowPathCounters;
import io.yett.dataplane.sachannel.DfPolicy;
import io.yett.dataplane.sachannel.Encapsulation;
import io.yett.dataplane.sachannel.EncryptionAlgorithm;
import io.yett.dataplane.sachannel.IntegrityAlgorithm;
import io.yett.dataplane.sachannel.IpsecMode;
import io.yett.dataplane.sachannel.IpsecProtocol;
import io.yett.dataplane.sachannel.MssClamping;
import io.yett.dataplane.sachannel.SaDirection;
import io.yett.dataplane.sachannel.SaLifetime;
import io.yett.dataplane.sachannel.SaSpec;
import io.yett.dataplane.sachannel.SaStatus;
import io.yett.dataplane.sachannel.TrafficSelector;
import io.yett.dataplane.sachannel.UdpEncapsulation;
import java.net.InetAddress;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ICMP "fragmentation needed" (RFC 4301 section 8.2), written by scapy. */
class PathMtuTest {
  private static final String IN_UDP =
      "IP(src='192.0.2.1',dst='192.0.2.2',len=1500,flags='DF')"
          + "/UDP(sport=4500,dport=4500,len=1480)/Raw(bytes.fromhex('0000100200000009'))";

  private final RecordingEngine engine = new RecordingEngine();
  private final SlowPathCounters counters = new SlowPathCounters();
  private final OwnAddresses own = TwoPorts.addresses();
  private final Timers timers = new Timers(0);
  private final IpSender sender = new IpSender(engine::injectLocal, counters, 1500);
  private final IcmpHandler handler =
      new IcmpHandler(
          own,
          sender,
          new IcmpErrors(own, sender, counters, 0),
          new PathMtus(own, engine, timers, counters),
          counters,
          0);

  @BeforeAll
  static void scapy() {
    Scapy.assumePresent();
  }

  @BeforeEach
  void sas() {
    engine.sas.add(outbound(0x1001, null, 100_000));
    engine.sas.add(outbound(0x1002, new UdpEncapsulation(4500, 4500, 0), 0x1_0000_0010L));
  }

  private static SaStatus outbound(int spi, UdpEncapsulation udp, long sequence) {
    return outbound(spi, udp, sequence, Encapsulation.ESP_TUNNEL);
  }

  private static SaStatus outbound(
      int spi, UdpEncapsulation udp, long sequence, Encapsulation encapsulation) {
    boolean ah = encapsulation.isAh();
    InetAddress local = InetAddress.ofLiteral("192.0.2.1");
    InetAddress remote = InetAddress.ofLiteral("192.0.2.2");
    SaSpec spec =
        new SaSpec(
            SaDirection.OUTBOUND,
            spi,
            1,
            "lab",
            ah ? EncryptionAlgorithm.NULL_AUTH_AES_GMAC : EncryptionAlgorithm.AES_GCM_16,
            IntegrityAlgorithm.NONE,
            new byte[20],
            local,
            remote,
            udp,
            true,
            0,
            SaLifetime.UNLIMITED,
            List.of(TrafficSelector.ofRange(local, local)),
            List.of(TrafficSelector.ofRange(remote, remote)),
            DfPolicy.COPY,
            MssClamping.OFF,
            encapsulation);
    return new SaStatus(spec, true, sequence, sequence, 0, 0, 0, 0, 0);
  }

  private void receive(int mtu, String quoted) {
    byte[] frame = error(mtu, quoted);
    handler.onLocal(TwoPorts.BLACK, new UnsafeBuffer(frame), 0, frame.length, 0);
  }

  private static byte[] error(int mtu, String quoted) {
    return Scapy.frames(
            List.of(
                "Ether()/IP(src='203.0.113.9',dst='192.0.2.1')"
                    + "/ICMP(type=3,code=4,nexthopmtu="
                    + mtu
                    + ")/"
                    + quoted))
        .getFirst();
  }

  private static String esp(int sequence) {
    return "IP(src='192.0.2.1',dst='192.0.2.2',proto=50,len=1500,flags='DF')"
        + "/Raw(bytes.fromhex('00001001%08x'))".formatted(sequence);
  }

  @Test
  void aQuotedPacketOfAnSaTellsItsPathMtu() {
    receive(1300, esp(99_999));
    assertThat(engine.pathMtus).containsExactly("0x1001 1300");
    assertThat(counters.get(SlowPathCounter.PATH_MTU_LEARNT)).isEqualTo(1);
  }

  /**
   * More than the 8 octets that RFC 792 asks for have to be quoted: those end before the number.
   */
  @Test
  void ofAhToo() {
    engine.sas.add(outbound(0x1004, null, 9, Encapsulation.of(IpsecProtocol.AH, IpsecMode.TUNNEL)));
    String ah = "IP(src='192.0.2.1',dst='192.0.2.2',proto=%d,len=1500)/Raw(bytes.fromhex('%s'))";
    receive(1300, ah.formatted(51, "0407000000001004"));
    receive(1300, ah.formatted(51, "04070000000010040000000a"));
    receive(1300, ah.formatted(51, "040700000000100100000009")); // an SPI of ESP
    receive(1300, ah.formatted(50, "000010040000000900000000"));
    assertThat(engine.pathMtus).isEmpty();
    receive(1300, ah.formatted(51, "040700000000100400000009"));
    assertThat(engine.pathMtus).containsExactly("0x1004 1300");
  }

  /** The low half of the number is quoted; the SA's has 64 bits. */
  @Test
  void inUdpAcrossTheHighHalfToo() {
    receive(1300, IN_UDP);
    assertThat(engine.pathMtus).containsExactly("0x1002 1300");
  }

  @ParameterizedTest
  @CsvSource({"575, 576", "1, 576", "68, 576", "577, 577", "0, 1492"})
  void hasALowestValueAndAGuessForRoutersThatTellNone(int told, int learnt) {
    receive(told, esp(100_000));
    assertThat(engine.pathMtus).containsExactly("0x1001 " + learnt);
  }

  @Test
  void becomesSmallerButNeverLargerUntilItIsForgotten() {
    receive(1300, esp(100_000));
    receive(1400, esp(100_000));
    receive(1200, esp(100_000));
    assertThat(engine.pathMtus).containsExactly("0x1001 1300", "0x1001 1200");
    timers.poll(TimeUnit.MINUTES.toNanos(10) + TimeUnit.SECONDS.toNanos(1));
    assertThat(engine.pathMtus).last().isEqualTo("0x1001 0");
    receive(1400, esp(100_000));
    assertThat(engine.pathMtus).last().isEqualTo("0x1001 1400");
  }

  /** RFC 4301 section 8.2: what an attacker off the path can write changes nothing. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        // another SPI; numbers not sent yet, and long ago
        "IP(src='192.0.2.1',dst='192.0.2.2',proto=50)/Raw(bytes.fromhex('00001003000186a0'))",
        "IP(src='192.0.2.1',dst='192.0.2.2',proto=50)/Raw(bytes.fromhex('00001001000186a1'))",
        "IP(src='192.0.2.1',dst='192.0.2.2',proto=50)/Raw(bytes.fromhex('0000100100000001'))",
        // other addresses
        "IP(src='192.0.2.1',dst='192.0.2.3',proto=50)/Raw(bytes.fromhex('00001001000186a0'))",
        "IP(src='192.0.2.7',dst='192.0.2.2',proto=50)/Raw(bytes.fromhex('00001001000186a0'))",
        "IP(src='10.1.0.1',dst='192.0.2.2',proto=50)/Raw(bytes.fromhex('00001001000186a0'))",
        // encapsulation that the SA has not, or other ports, or no SPI in the quotation
        "IP(src='192.0.2.1',dst='192.0.2.2')/UDP(sport=4500,dport=4500)"
            + "/Raw(bytes.fromhex('00001001000186a0'))",
        "IP(src='192.0.2.1',dst='192.0.2.2')/UDP(sport=4500,dport=4501)"
            + "/Raw(bytes.fromhex('0000100200000009'))",
        "IP(src='192.0.2.1',dst='192.0.2.2')/UDP(sport=4500,dport=4500)",
        "IP(src='192.0.2.1',dst='192.0.2.2',proto=50)/Raw(bytes.fromhex('0000100200000009'))",
        // no ESP, a later fragment, options, another version, too short
        "IP(src='192.0.2.1',dst='192.0.2.2')/TCP()",
        "IP(src='192.0.2.1',dst='192.0.2.2',proto=50,frag=2)"
            + "/Raw(bytes.fromhex('00001001000186a0'))",
        "IP(src='192.0.2.1',dst='192.0.2.2',proto=50,ihl=15)"
            + "/Raw(bytes.fromhex('00001001000186a0'))",
        "IP(src='192.0.2.1',dst='192.0.2.2',proto=50,version=6)"
            + "/Raw(bytes.fromhex('00001001000186a0'))",
        "IP(src='192.0.2.1',dst='192.0.2.2',proto=50)/Raw(bytes.fromhex('00001001000186'))"
      })
  void whatQuotesNoPacketOfOursIsRefused(String quoted) {
    receive(600, quoted);
    assertThat(engine.pathMtus).isEmpty();
    assertThat(counters.get(SlowPathCounter.PATH_MTU_REFUSED)).isEqualTo(1);
  }

  @Test
  void aFloodIsRefusedBeyondARate() {
    byte[] frame = error(1300, esp(5));
    for (byte[] each : Collections.nCopies(100, frame)) {
      handler.onLocal(TwoPorts.BLACK, new UnsafeBuffer(each), 0, each.length, 0);
    }
    receive(600, esp(100_000));
    assertThat(engine.pathMtus).isEmpty();
    assertThat(counters.get(SlowPathCounter.PATH_MTU_REFUSED)).isEqualTo(101);
  }

  @Test
  void everyTruncationIsSurvived() {
    byte[] frame = error(1300, esp(5));
    for (int length = 0; length < frame.length; length++) {
      handler.onLocal(TwoPorts.BLACK, new UnsafeBuffer(frame, 0, length), 0, length, 0);
    }
    assertThat(engine.pathMtus).isEmpty();
  }
}

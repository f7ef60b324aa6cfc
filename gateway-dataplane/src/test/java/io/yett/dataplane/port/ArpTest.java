package io.yett.dataplane.port;

import static org.assertj.core.api.Assertions.assertThat;

import io.yett.dataplane.control.Timers;
import io.yett.dataplane.counters.SlowPathCounter;
import io.yett.dataplane.counters.SlowPathCounters;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** ARP (RFC 826) with scapy at the other end. */
class ArpTest {
  private static final int PEER = 0xC0000202; // 192.0.2.2
  private static final String PEER_REPLY =
      "Ether(src='02:00:00:00:00:99',dst='02:00:00:00:00:02')/ARP(op=2,hwsrc='02:00:00:00:00:99',"
          + "psrc='192.0.2.2',hwdst='02:00:00:00:00:02',pdst='192.0.2.1')";

  private final RecordingEngine engine = new RecordingEngine();
  private final SlowPathCounters counters = new SlowPathCounters();
  private final Timers timers = new Timers(0);
  private final OwnAddresses own = TwoPorts.addresses();
  private final Neighbors neighbors = new Neighbors(own, engine, timers, counters);
  private final ArpHandler handler = new ArpHandler(own, neighbors, engine, timers, counters);
  private long now;

  @BeforeAll
  static void scapy() {
    Scapy.assumePresent();
  }

  @Test
  void aRequestForOurAddressIsAnsweredToTheAsker() {
    receive(TwoPorts.BLACK, request("192.0.2.2", "192.0.2.1"));

    String frame = engine.takeFrame();
    assertThat(frame).startsWith("1 ");
    assertThat(
            Scapy.run(
                "p=read('%s'); print(p.dst,p.src,p[ARP].op,p[ARP].hwsrc,p[ARP].psrc,p[ARP].hwdst,p[ARP].pdst)"
                    .formatted(frame.substring(2))))
        .containsExactly(
            "02:00:00:00:00:99 02:00:00:00:00:02 2 02:00:00:00:00:02 192.0.2.1"
                + " 02:00:00:00:00:99 192.0.2.2");
    assertThat(neighbors.size()).as("a request makes no entry").isZero();
  }

  @Test
  void requestsForOthersOrForAnotherPortsAddressAreNotAnswered() {
    receive(TwoPorts.BLACK, request("192.0.2.2", "192.0.2.3"));
    receive(TwoPorts.BLACK, request("192.0.2.2", "10.1.0.1"));

    assertThat(engine.frames).isEmpty();
  }

  @Test
  void anUnresolvedNextHopIsAskedForAndItsAnswerReachesTheLanes() {
    neighbors.resolve(TwoPorts.BLACK, PEER);

    assertThat(
            Scapy.run(
                "p=read('%s'); print(p.dst,p.src,p[ARP].op,p[ARP].psrc,p[ARP].hwdst,p[ARP].pdst)"
                    .formatted(engine.takeFrame().substring(2))))
        .containsExactly(
            "ff:ff:ff:ff:ff:ff 02:00:00:00:00:02 1 192.0.2.1 00:00:00:00:00:00 192.0.2.2");
    receive(TwoPorts.BLACK, PEER_REPLY);
    assertThat(engine.neighbors).containsExactly("1 192.0.2.2 02:00:00:00:00:99");
    assertThat(neighbors.resolved()).isEqualTo(1);
  }

  @Test
  void aReplyThatNobodyAskedForChangesNothing() {
    receive(TwoPorts.BLACK, PEER_REPLY);

    assertThat(neighbors.size()).isZero();
    assertThat(engine.neighbors).isEmpty();
    assertThat(counters.get(SlowPathCounter.ARP_UNSOLICITED)).isEqualTo(1);
  }

  @Test
  void anotherHostsClaimOnAKnownNeighborIsVerifiedBeforeItCounts() {
    neighbors.resolve(TwoPorts.BLACK, PEER);
    receive(TwoPorts.BLACK, PEER_REPLY);
    engine.frames.clear();
    String claim = PEER_REPLY.replace("02:00:00:00:00:99", "02:00:00:00:00:66");

    receive(TwoPorts.BLACK, claim);

    assertThat(engine.neighbors).as("not believed at once").hasSize(1);
    assertThat(engine.frames).as("asked again").hasSize(1);
    receive(TwoPorts.BLACK, PEER_REPLY);
    assertThat(engine.neighbors).as("the owner answered").hasSize(1);
  }

  @Test
  void silenceIsAskedThreeTimesASecondApartThenLeftAloneForAWhile() {
    neighbors.resolve(TwoPorts.BLACK, PEER);
    assertThat(engine.frames).hasSize(1);
    advance(900);
    assertThat(engine.frames).hasSize(1);
    advance(200);
    assertThat(engine.frames).hasSize(2);
    advance(5_000);
    assertThat(engine.frames).hasSize(3);
    assertThat(counters.get(SlowPathCounter.NEIGHBOR_UNREACHABLE)).isEqualTo(1);
    advance(2_000);
    assertThat(neighbors.size()).as("forgotten, so that it may be asked for again").isZero();
  }

  @Test
  void aNeighborIsAskedAgainAfterAMinuteAndForgottenWhenItIsGone() {
    neighbors.resolve(TwoPorts.BLACK, PEER);
    receive(TwoPorts.BLACK, PEER_REPLY);
    engine.frames.clear();

    advance(61_000);

    assertThat(engine.frames).as("asked").hasSizeBetween(1, 2);
    assertThat(neighbors.resolved()).as("used meanwhile").isEqualTo(1);
    advance(4_000);
    assertThat(engine.neighbors.getLast()).isEqualTo("1 192.0.2.2 00:00:00:00:00:00");
    assertThat(neighbors.resolved()).isZero();
  }

  @Test
  void theTableIsBounded() {
    for (int i = 0; i < Neighbors.MAX_ENTRIES + 300; i++) {
      neighbors.resolve(TwoPorts.RED, 0x0A010002 + i % 250);
    }
    assertThat(neighbors.size()).isEqualTo(250);
    OwnAddresses wide =
        new OwnAddresses(
            List.of(
                new OwnAddresses.OwnPort(
                    "wide",
                    2,
                    1500,
                    List.of(new OwnAddresses.OwnAddress(TwoPorts.RED_ADDRESS, 8)))));
    Neighbors table = new Neighbors(wide, engine, timers, counters);
    for (int i = 0; i < Neighbors.MAX_ENTRIES + 300; i++) {
      table.resolve(0, 0x0A020000 + i);
    }
    assertThat(table.size()).isEqualTo(Neighbors.MAX_ENTRIES);
    assertThat(counters.get(SlowPathCounter.NEIGHBOR_TABLE_FULL)).isEqualTo(300);
  }

  @Test
  void aNextHopOffTheLinkIsCountedAndNotAskedFor() {
    neighbors.resolve(TwoPorts.RED, PEER);

    assertThat(engine.frames).isEmpty();
    assertThat(counters.get(SlowPathCounter.NEIGHBOR_NOT_ON_LINK)).isEqualTo(1);
  }

  @Test
  void anotherHostWithOurAddressIsCountedAndAnsweredWithAnAnnouncementOnce() {
    for (int i = 0; i < 3; i++) {
      receive(TwoPorts.BLACK, request("192.0.2.1", "192.0.2.1"));
    }

    assertThat(counters.get(SlowPathCounter.ARP_CONFLICTS)).isEqualTo(3);
    assertThat(engine.frames).hasSize(1);
  }

  @Test
  void addressesAreAnnouncedTwiceAtStart() {
    handler.announce();
    advance(2_100);

    assertThat(engine.frames).hasSize(4);
    assertThat(
            Scapy.run(
                "p=read('%s'); print(p.dst,p[ARP].op,p[ARP].psrc,p[ARP].pdst)"
                    .formatted(engine.frames.getFirst().substring(2))))
        .containsExactly("ff:ff:ff:ff:ff:ff 1 10.1.0.1 10.1.0.1");
  }

  @Test
  void malformedFramesAreCounted() {
    List<byte[]> frames =
        Scapy.frames(
            """
            show(Ether(type=0x806)/Raw(b'x'*10))
            show(Ether()/ARP(hwtype=6,hwlen=6,hwsrc='02:00:00:00:00:99',psrc='192.0.2.2',pdst='192.0.2.1'))
            show(Ether()/ARP(ptype=0x86dd,psrc='192.0.2.2',pdst='192.0.2.1'))
            show(Ether()/ARP(hwsrc='ff:ff:ff:ff:ff:ff',psrc='192.0.2.2',pdst='192.0.2.1'))
            show(Ether()/ARP(hwsrc='01:00:5e:00:00:01',psrc='192.0.2.2',pdst='192.0.2.1'))
            """);
    frames.forEach(frame -> receive(TwoPorts.BLACK, frame));

    assertThat(counters.get(SlowPathCounter.ARP_MALFORMED)).isEqualTo(5);
    assertThat(engine.frames).isEmpty();
  }

  private static String request(String from, String for_) {
    return "Ether(src='02:00:00:00:00:99',dst='ff:ff:ff:ff:ff:ff')/ARP(op=1,"
        + "hwsrc='02:00:00:00:00:99',psrc='"
        + from
        + "',pdst='"
        + for_
        + "')";
  }

  private void receive(int port, String scapy) {
    receive(port, Scapy.frames("show(" + scapy + ")").getFirst());
  }

  private void receive(int port, byte[] frame) {
    byte[] shifted = new byte[frame.length + 7];
    System.arraycopy(frame, 0, shifted, 7, frame.length);
    handler.onFrame(port, new UnsafeBuffer(shifted), 7, frame.length);
  }

  private void advance(long millis) {
    for (long i = 0; i < millis; i += 10) {
      now += TimeUnit.MILLISECONDS.toNanos(10);
      timers.poll(now);
    }
  }
}

package io.yett.dataplane.port;

import static org.assertj.core.api.Assertions.assertThat;

import io.yett.dataplane.control.Timers;
import io.yett.dataplane.counters.SlowPathCounter;
import io.yett.dataplane.counters.SlowPathCounters;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Neighbour discovery (RFC 4861) with scapy at the other end. */
class NeighborDiscoveryTest {
  private static final String PEER = "2001:db8:ff::2";
  private static final String PEER_TEXT = "2001:db8:ff:0:0:0:0:2";
  private static final String ETHER = "Ether(src='02:00:00:00:00:99',dst='02:00:00:00:00:02')/";
  private static final String ANSWER =
      ETHER
          + "IPv6(src='2001:db8:ff::2',dst='2001:db8:ff::1',hlim=255)/"
          + "ICMPv6ND_NA(tgt='2001:db8:ff::2',R=0,S=1,O=1)/"
          + "ICMPv6NDOptDstLLAddr(lladdr='02:00:00:00:00:99')";
  private static final String QUESTION =
      "Ether(src='02:00:00:00:00:99',dst='33:33:ff:00:00:01')/"
          + "IPv6(src='2001:db8:ff::2',dst='ff02::1:ff00:1',hlim=255)/"
          + "ICMPv6ND_NS(tgt='2001:db8:ff::1')/"
          + "ICMPv6NDOptSrcLLAddr(lladdr='02:00:00:00:00:99')";
  private static final String READ_SOLICITATION =
      "p=read('%s'); q=p[ICMPv6ND_NS]; c=q.cksum; del q.cksum; w=Ether(bytes(p));"
          + "print(p.dst,p.src,p[IPv6].src,p[IPv6].dst,p[IPv6].hlim,q.tgt,"
          + "p[ICMPv6NDOptSrcLLAddr].lladdr,c==w[ICMPv6ND_NS].cksum)";
  private static final String READ_ADVERTISEMENT =
      "p=read('%s'); q=p[ICMPv6ND_NA]; c=q.cksum; del q.cksum; w=Ether(bytes(p));"
          + "print(p.dst,p[IPv6].src,p[IPv6].dst,p[IPv6].hlim,q.tgt,q.R,q.S,q.O,"
          + "p[ICMPv6NDOptDstLLAddr].lladdr,c==w[ICMPv6ND_NA].cksum)";

  private final RecordingEngine engine = new RecordingEngine();
  private final SlowPathCounters counters = new SlowPathCounters();
  private final Timers timers = new Timers(0);
  private final OwnAddresses6 own = TwoPorts.addresses6();
  private final Neighbors6 neighbors = new Neighbors6(own, engine, timers, counters);
  private final NeighborDiscovery handler =
      new NeighborDiscovery(own, neighbors, engine, timers, counters);
  private long now;

  @BeforeAll
  static void scapy() {
    Scapy.assumePresent();
  }

  private void receive(String expression) {
    receive(Scapy.frames(List.of(expression)).getFirst());
  }

  private void receive(byte[] frame) {
    handler.onFrame(TwoPorts.BLACK, new UnsafeBuffer(frame), 0, frame.length);
  }

  private void resolve(String address) {
    neighbors.resolve(TwoPorts.BLACK, Address6.of(InetAddress.ofLiteral(address)));
  }

  private void advance(long millis) {
    long end = now + TimeUnit.MILLISECONDS.toNanos(millis);
    while (now < end) {
      now = Math.min(end, now + TimeUnit.MILLISECONDS.toNanos(10));
      timers.poll(now);
    }
  }

  private String lastSent(String script) {
    String frame = engine.takeFrame();
    assertThat(frame).startsWith("1 ");
    return Scapy.run(script.formatted(frame.substring(2))).getFirst();
  }

  @Test
  void aQuestionForOurAddressIsAnsweredToTheAsker() {
    receive(QUESTION);
    assertThat(lastSent(READ_ADVERTISEMENT))
        .isEqualTo(
            "02:00:00:00:00:99 2001:db8:ff::1 2001:db8:ff::2 255 2001:db8:ff::1 1 1 1"
                + " 02:00:00:00:00:02 True");
    assertThat(neighbors.size()).as("a question makes no entry").isZero();
  }

  @Test
  void ourLinkLocalAddressIsAnsweredForToo() {
    receive(
        QUESTION
            .replace("tgt='2001:db8:ff::1'", "tgt='fe80::ff:fe00:2'")
            .replace("33:33:ff:00:00:01", "33:33:ff:00:00:02")
            .replace("ff02::1:ff00:1", "ff02::1:ff00:2")
            .replace("src='2001:db8:ff::2'", "src='fe80::9'"));
    assertThat(lastSent(READ_ADVERTISEMENT))
        .startsWith("02:00:00:00:00:99 fe80::ff:fe00:2 fe80::9 255 fe80::ff:fe00:2 1 1 1");
  }

  @Test
  void questionsForOthersOrForAnotherPortsAddressAreNotAnswered() {
    receive(QUESTION.replace("tgt='2001:db8:ff::1'", "tgt='2001:db8:ff::3'"));
    receive(QUESTION.replace("tgt='2001:db8:ff::1'", "tgt='2001:db8:1::1'"));
    assertThat(engine.frames).isEmpty();
    assertThat(counters.get(SlowPathCounter.ND_IGNORED)).isEqualTo(2);
  }

  @Test
  void aNextHopIsAskedForInItsGroupAndItsAnswerReachesTheLanes() {
    resolve(PEER);
    assertThat(lastSent(READ_SOLICITATION))
        .isEqualTo(
            "33:33:ff:00:00:02 02:00:00:00:00:02 2001:db8:ff::1 ff02::1:ff00:2 255"
                + " 2001:db8:ff::2 02:00:00:00:00:02 True");
    receive(ANSWER);
    assertThat(engine.neighbors).containsExactly("1 " + PEER_TEXT + " 02:00:00:00:00:99");
    assertThat(neighbors.resolved()).isEqualTo(1);
  }

  @Test
  void aLinkLocalNextHopIsAskedForFromOurLinkLocalAddress() {
    resolve("fe80::77");
    assertThat(lastSent(READ_SOLICITATION)).contains("fe80::ff:fe00:2 ff02::1:ff00:77");
  }

  @Test
  void anAnswerThatNobodyAskedForChangesNothing() {
    receive(ANSWER);
    assertThat(neighbors.size()).isZero();
    assertThat(engine.neighbors).isEmpty();
    assertThat(counters.get(SlowPathCounter.ND_UNSOLICITED)).isEqualTo(1);
  }

  @Test
  void whatIsNotSolicitedIsVerifiedBeforeItCounts() {
    resolve(PEER);
    receive(ANSWER);
    engine.frames.clear();
    receive(
        ANSWER
            .replace("S=1", "S=0")
            .replace("lladdr='02:00:00:00:00:99'", "lladdr='02:00:00:00:00:66'"));
    assertThat(engine.neighbors).as("not believed at once").hasSize(1);
    assertThat(engine.frames).as("asked again").hasSize(1);
    receive(ANSWER);
    assertThat(engine.neighbors).as("the owner answered").hasSize(1);
  }

  @Test
  void aNeighborThatMovedIsBelievedWhenItAnswers() {
    resolve(PEER);
    receive(ANSWER);
    String moved = ANSWER.replace("lladdr='02:00:00:00:00:99'", "lladdr='02:00:00:00:00:98'");
    receive(moved.replace("S=1", "S=0"));
    receive(moved.replace("O=1", "O=0"));
    assertThat(engine.neighbors).as("without override it changes nothing").hasSize(1);
    receive(moved);
    assertThat(engine.neighbors).last().isEqualTo("1 " + PEER_TEXT + " 02:00:00:00:00:98");
  }

  @Test
  void reachabilityIsProbedByUnicastAndAnAnswerWithoutLinkAddressDoes() {
    resolve(PEER);
    receive(ANSWER);
    engine.frames.clear();
    advance(29_000);
    assertThat(engine.frames).isEmpty();
    advance(2_000);
    assertThat(lastSent(READ_SOLICITATION))
        .startsWith("02:00:00:00:00:99 02:00:00:00:00:02 2001:db8:ff::1 2001:db8:ff::2 255");
    receive(ANSWER.substring(0, ANSWER.lastIndexOf("/")));
    engine.frames.clear();
    advance(5_000);
    assertThat(engine.frames).as("it lives").isEmpty();
    assertThat(engine.neighbors).hasSize(1);
  }

  @Test
  void aDeadNeighborIsForgotten() {
    resolve(PEER);
    receive(ANSWER);
    advance(40_000);
    assertThat(engine.neighbors).last().isEqualTo("1 " + PEER_TEXT + " 00:00:00:00:00:00");
    assertThat(neighbors.resolved()).isZero();
    advance(4_000);
    assertThat(neighbors.size()).isZero();
  }

  @Test
  void silenceIsAskedThreeTimesASecondApartThenLeftAloneForAWhile() {
    resolve(PEER);
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
  void theTableIsBoundedAndForeignAddressesAreNotAskedFor() {
    for (String foreign : List.of("2001:db8:1::5", "ff02::1", "::", "2001:db8:ff::1")) {
      resolve(foreign);
    }
    assertThat(counters.get(SlowPathCounter.NEIGHBOR_NOT_ON_LINK)).isEqualTo(4);
    for (int i = 0; i < Neighbors6.MAX_ENTRIES + 5; i++) {
      neighbors.resolve(TwoPorts.BLACK, new Address6(0x20010db8_00ff_0000L, 0x10000L + i));
    }
    assertThat(neighbors.size()).isEqualTo(Neighbors6.MAX_ENTRIES);
    assertThat(counters.get(SlowPathCounter.NEIGHBOR_TABLE_FULL)).isEqualTo(5);
  }

  @Test
  void anotherHostWithOurAddressIsNoticed() {
    receive(ANSWER.replace("tgt='2001:db8:ff::2'", "tgt='2001:db8:ff::1'"));
    receive(
        "Ether(src='02:00:00:00:00:99',dst='33:33:ff:00:00:01')/"
            + "IPv6(src='::',dst='ff02::1:ff00:1',hlim=255)/ICMPv6ND_NS(tgt='2001:db8:ff::1')");
    assertThat(counters.get(SlowPathCounter.ND_CONFLICTS)).isEqualTo(2);
    assertThat(lastSent(READ_ADVERTISEMENT))
        .as("who wants our address is told, and so is everybody (RFC 4861 section 7.2.4)")
        .isEqualTo(
            "33:33:00:00:00:01 2001:db8:ff::1 ff02::1 255 2001:db8:ff::1 1 0 1 02:00:00:00:00:02"
                + " True");
  }

  @Test
  void announcesItsAddresses() {
    handler.announce();
    assertThat(engine.frames).hasSize(4);
    assertThat(lastSent(READ_ADVERTISEMENT))
        .isEqualTo(
            "33:33:00:00:00:01 2001:db8:ff::1 ff02::1 255 2001:db8:ff::1 1 0 1 02:00:00:00:00:02"
                + " True");
  }

  /** RFC 4861 sections 7.1.1 and 7.1.2, rule by rule. */
  @Test
  void whatIsNotValidIsDiscarded() {
    List<String> wrong =
        List.of(
            QUESTION.replace("hlim=255", "hlim=254"),
            QUESTION.replace("ICMPv6ND_NS(", "ICMPv6ND_NS(code=1,"),
            QUESTION.replace("ICMPv6ND_NS(", "ICMPv6ND_NS(cksum=1,"),
            QUESTION.replace("tgt='2001:db8:ff::1'", "tgt='ff02::1:ff00:1'"),
            QUESTION.replace("src='2001:db8:ff::2'", "src='::'"),
            QUESTION.replace("lladdr='02:00:00:00:00:99'", "len=0,lladdr='02:00:00:00:00:99'"),
            QUESTION.replace("lladdr='02:00:00:00:00:99'", "len=2,lladdr='02:00:00:00:00:99'"),
            "Ether(src='02:00:00:00:00:99',dst='02:00:00:00:00:02')/"
                + "IPv6(src='::',dst='2001:db8:ff::1',hlim=255)/ICMPv6ND_NS(tgt='2001:db8:ff::1')",
            ANSWER.replace("hlim=255", "hlim=64"),
            ANSWER.replace("dst='2001:db8:ff::1'", "dst='ff02::1'"),
            ANSWER.replace("tgt='2001:db8:ff::2'", "tgt='ff02::2'"),
            ANSWER.replace("lladdr='02:00:00:00:00:99'", "len=0,lladdr='02:00:00:00:00:99'"));
    resolve(PEER);
    engine.frames.clear();
    Scapy.frames(wrong).forEach(this::receive);
    assertThat(counters.get(SlowPathCounter.ND_MALFORMED)).isEqualTo(wrong.size());
    assertThat(engine.frames).isEmpty();
    assertThat(engine.neighbors).isEmpty();
  }

  @Test
  void groupAddressesAreNoNeighbors() {
    resolve(PEER);
    receive(ANSWER.replace("lladdr='02:00:00:00:00:99'", "lladdr='33:33:00:00:00:99'"));
    assertThat(engine.neighbors).isEmpty();
    assertThat(counters.get(SlowPathCounter.ND_MALFORMED)).isEqualTo(1);
  }

  @Test
  void routersAndRedirectsAreIgnored() {
    String ip = ETHER + "IPv6(src='fe80::9',dst='2001:db8:ff::1',hlim=255)/";
    Scapy.frames(
            List.of(
                ip + "ICMPv6ND_RS()",
                ip + "ICMPv6ND_RA()",
                ip + "ICMPv6ND_Redirect(tgt='2001:db8:ff::9',dst='2001:db8:9::9')"))
        .forEach(this::receive);
    assertThat(counters.get(SlowPathCounter.ND_IGNORED)).isEqualTo(3);
    assertThat(engine.frames).isEmpty();
  }

  @Test
  void anythingMayCome() {
    byte[] answer = Scapy.frames(List.of(ANSWER)).getFirst();
    Random random = new Random(1);
    resolve(PEER);
    for (int i = 0; i < 50_000; i++) {
      byte[] frame = answer.clone();
      for (int n = random.nextInt(4); n >= 0; n--) {
        frame[12 + random.nextInt(frame.length - 12)] = (byte) random.nextInt(256);
      }
      receive(Arrays.copyOf(frame, random.nextInt(frame.length + 1)));
    }
    assertThat(engine.neighbors)
        .as("the checksum keeps all else out")
        .allMatch(n -> n.endsWith(":99"));
  }
}

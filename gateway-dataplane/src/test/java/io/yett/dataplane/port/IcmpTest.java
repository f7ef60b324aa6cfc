package io.yett.dataplane.port;

import static org.assertj.core.api.Assertions.assertThat;

import io.yett.dataplane.control.Timers;
import io.yett.dataplane.counters.SlowPathCounter;
import io.yett.dataplane.counters.SlowPathCounters;
import java.util.Arrays;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** ICMP (RFC 792, RFC 1812, RFC 1191) with scapy at the other end. */
class IcmpTest {
  private static final String TO_US = "Ether()/IP(src='10.1.0.9',dst='10.1.0.1',tos=0x28)/";

  private final RecordingEngine engine = new RecordingEngine();
  private final SlowPathCounters counters = new SlowPathCounters();
  private final OwnAddresses own = TwoPorts.addresses();
  private final IpSender sender = new IpSender(engine::injectLocal, counters, 1500);
  private final IcmpErrors errors = new IcmpErrors(own, sender, counters, 0);
  private final PathMtus pathMtus = new PathMtus(own, engine, new Timers(0), counters);
  private final IcmpHandler handler = new IcmpHandler(own, sender, errors, pathMtus, counters, 0);

  @BeforeAll
  static void scapy() {
    Scapy.assumePresent();
  }

  @Test
  void anEchoRequestIsAnsweredWithTheSameDataAndScapyAcceptsTheChecksums() {
    local(TO_US + "ICMP(id=7,seq=9)/Raw(b'abcdefghijk')");

    assertThat(
            Scapy.run(
                """
                p=IP(binascii.unhexlify('%s')); q=IP(bytes(p)); del q.chksum; del q[ICMP].chksum; q=IP(bytes(q))
                print(p.src,p.dst,p.ttl,hex(p.tos),p[ICMP].type,p[ICMP].code,p[ICMP].id,p[ICMP].seq,p[Raw].load.decode())
                print(p.chksum==q.chksum, p[ICMP].chksum==q[ICMP].chksum, p.len==len(p))
                """
                    .formatted(engine.takeLocal())))
        .containsExactly("10.1.0.1 10.1.0.9 64 0x28 0 0 7 9 abcdefghijk", "True True True");
  }

  @Test
  void ethernetPaddingIsNotTakenForData() {
    local(TO_US + "ICMP(id=1)/Raw(b'ab')/Padding(b'z'*20)");

    assertThat(engine.takeLocal()).hasSize(2 * (20 + 8 + 2));
  }

  @Test
  void whatIsWrongIsCountedAndNotAnswered() {
    local(
        TO_US + "ICMP(chksum=1)",
        "Ether()/IP(src='10.1.0.9',dst='10.1.0.1',chksum=1)/ICMP()",
        "Ether()/IP(src='10.1.0.9',dst='10.1.0.1',len=600)/ICMP()",
        "Ether()/IP(src='10.1.0.9',dst='10.1.0.1',ihl=3)/ICMP()",
        "Ether()/IP(src='10.1.0.9',dst='10.1.0.1',version=6)/ICMP()",
        "Ether()/IP(src='10.1.0.9',dst='10.1.0.1',proto=1)/Raw(b'abc')");
    assertThat(counters.get(SlowPathCounter.LOCAL_MALFORMED)).isEqualTo(6);

    local(
        "Ether()/IP(src='10.1.0.9',dst='10.1.0.1',flags='MF')/ICMP()",
        "Ether()/IP(src='10.1.0.9',dst='10.1.0.1',frag=5)/ICMP()");
    assertThat(counters.get(SlowPathCounter.LOCAL_FRAGMENTS)).isEqualTo(2);

    local(
        TO_US + "ICMP(type=0)",
        "Ether()/IP(src='10.1.0.255',dst='10.1.0.1')/ICMP()",
        "Ether()/IP(src='224.0.0.1',dst='10.1.0.1')/ICMP()",
        "Ether()/IP(src='127.0.0.1',dst='10.1.0.1')/ICMP()",
        "Ether()/IP(src='10.1.0.1',dst='10.1.0.1')/ICMP()");
    assertThat(counters.get(SlowPathCounter.LOCAL_IGNORED)).isEqualTo(5);
    assertThat(engine.local).isEmpty();
  }

  @Test
  void everyTruncationIsSurvived() {
    byte[] frame = Scapy.frames("show(" + TO_US + "ICMP()/Raw(b'abcdefgh'))").getFirst();
    for (int length = 0; length < frame.length; length++) {
      byte[] cut = Arrays.copyOf(frame, length);
      handler.onLocal(TwoPorts.RED, new UnsafeBuffer(cut), 0, length, 0);
      errors.timeExceeded(TwoPorts.RED, new UnsafeBuffer(cut), 0, length, 0);
    }

    assertThat(engine.local).isEmpty();
    assertThat(counters.get(SlowPathCounter.LOCAL_MALFORMED)).isEqualTo(2L * frame.length);
  }

  @Test
  void timeExceededQuotesThePacketAndStaysBelow576Octets() {
    errors.timeExceeded(
        TwoPorts.RED,
        buffer(
            "Ether()/IP(src='10.1.0.9',dst='198.51.100.7',ttl=1)/UDP(sport=5,dport=6)/Raw(b'x'*900)"),
        0,
        942,
        0);

    assertThat(
            Scapy.run(
                """
                p=IP(binascii.unhexlify('%s')); q=IP(bytes(p)); del q[ICMP].chksum; q=IP(bytes(q))
                print(p.src,p.dst,hex(p.tos),p[ICMP].type,p[ICMP].code,p.len,p[IPerror].dst,p[UDPerror].dport,p[ICMP].chksum==q[ICMP].chksum)
                """
                    .formatted(engine.takeLocal())))
        .containsExactly("10.1.0.1 10.1.0.9 0xc0 11 0 576 198.51.100.7 6 True");
  }

  @Test
  void fragmentationNeededCarriesTheMtu() {
    errors.tooBig(
        TwoPorts.RED,
        1438,
        buffer("Ether()/IP(src='10.1.0.9',dst='10.2.0.7',flags='DF')/TCP()/Raw(b'x'*1400)"),
        0,
        1454,
        0);

    assertThat(
            Scapy.run(
                "p=IP(binascii.unhexlify('%s')); print(p[ICMP].type,p[ICMP].code,p[ICMP].nexthopmtu,bytes(p[ICMP])[4:6].hex(),p[TCPerror].dport)"
                    .formatted(engine.takeLocal())))
        .containsExactly("3 4 1438 0000 80");
  }

  @Test
  void whatNobodyListensForIsUnreachable() {
    local(
        TO_US + "UDP(dport=53)",
        TO_US + "TCP(dport=22)",
        "Ether()/IP(src='10.1.0.9',dst='10.1.0.1',proto=89)/Raw(b'abcd')");
    assertThat(
            engine.local.stream()
                .map(p -> Integer.parseInt(p.substring(40, 42), 16) + "/" + p.substring(42, 44)))
        .containsExactly("3/03", "3/03", "3/02");
  }

  @Test
  void errorsAreNeverSentAboutErrorsFragmentsBroadcastsOrToGroups() {
    List<String> forbidden =
        List.of(
            "Ether()/IP(src='10.1.0.9',dst='198.51.100.7')/ICMP(type=3,code=1)/IP()/UDP()",
            "Ether()/IP(src='10.1.0.9',dst='198.51.100.7')/ICMP(type=11)/IP()/UDP()",
            "Ether()/IP(src='10.1.0.9',dst='198.51.100.7')/ICMP(type=5)/IP()/UDP()",
            "Ether()/IP(src='10.1.0.9',dst='198.51.100.7')/ICMP(type=77)",
            "Ether()/IP(src='10.1.0.9',dst='198.51.100.7',frag=3)/UDP()",
            "Ether()/IP(src='10.1.0.9',dst='224.0.0.5')/UDP()",
            "Ether()/IP(src='10.1.0.9',dst='10.1.0.255')/UDP()",
            "Ether()/IP(src='10.1.0.9',dst='255.255.255.255')/UDP()",
            "Ether(dst='ff:ff:ff:ff:ff:ff')/IP(src='10.1.0.9',dst='198.51.100.7')/UDP()",
            "Ether()/IP(src='0.0.0.0',dst='198.51.100.7')/UDP()",
            "Ether()/IP(src='127.0.0.1',dst='198.51.100.7')/UDP()",
            "Ether()/IP(src='10.1.0.255',dst='198.51.100.7')/UDP()",
            "Ether()/IP(src='240.0.0.1',dst='198.51.100.7')/UDP()",
            "Ether()/IP(src='192.0.2.1',dst='198.51.100.7')/UDP()");
    for (UnsafeBuffer buffer : buffers(forbidden)) {
      errors.timeExceeded(TwoPorts.RED, buffer, 0, buffer.capacity(), 0);
    }

    assertThat(engine.local).isEmpty();
    assertThat(counters.get(SlowPathCounter.ICMP_NOT_ALLOWED)).isEqualTo(forbidden.size());
  }

  @Test
  void answersAreRateLimitedAndTheLimitRefills() {
    UnsafeBuffer echo = buffer(TO_US + "ICMP()");
    UnsafeBuffer probe = buffer(TO_US + "UDP()");
    for (int i = 0; i < 500; i++) {
      handler.onLocal(TwoPorts.RED, echo, 0, echo.capacity(), 0);
      handler.onLocal(TwoPorts.RED, probe, 0, probe.capacity(), 0);
    }

    assertThat(counters.get(SlowPathCounter.ICMP_ECHO_REPLIES_SENT))
        .isEqualTo(IcmpHandler.ECHO_BURST);
    assertThat(counters.get(SlowPathCounter.ICMP_ERRORS_SENT)).isEqualTo(IcmpErrors.BURST);
    assertThat(counters.get(SlowPathCounter.ICMP_RATE_LIMITED))
        .isEqualTo(1000 - IcmpHandler.ECHO_BURST - IcmpErrors.BURST);
    handler.onLocal(TwoPorts.RED, echo, 0, echo.capacity(), 1_000_000_000L);
    assertThat(counters.get(SlowPathCounter.ICMP_ECHO_REPLIES_SENT))
        .isEqualTo(IcmpHandler.ECHO_BURST + 1);
  }

  @Test
  void aReplyLargerThanTheLinkGoesInFragmentsThatScapyPutsTogether() {
    local(TO_US + "ICMP(id=3)/Raw(bytes(range(256))*12)");

    assertThat(engine.local).hasSize(3);
    assertThat(
            Scapy.run(
                """
                f=[IP(binascii.unhexlify(x)) for x in %s]
                p=IP(bytes(defragment(f)[0])); print(len(p), all(len(x)<=1500 for x in f), p[ICMP].type, p[Raw].load==bytes(range(256))*12)
                """
                    .formatted(engine.local.stream().map(x -> "'" + x + "'").toList().toString())))
        .containsExactly("3100 True 0 True");
  }

  private void local(String... scapy) {
    for (UnsafeBuffer buffer : buffers(List.of(scapy))) {
      handler.onLocal(TwoPorts.RED, buffer, 0, buffer.capacity(), 0);
    }
  }

  private static UnsafeBuffer buffer(String scapy) {
    return buffers(List.of(scapy)).getFirst();
  }

  private static List<UnsafeBuffer> buffers(List<String> scapy) {
    return Scapy.frames(
            scapy.stream()
                .map(frame -> frame.replace("Ether()", "Ether(dst='02:00:00:00:00:01')"))
                .toList())
        .stream()
        .map(UnsafeBuffer::new)
        .toList();
  }
}

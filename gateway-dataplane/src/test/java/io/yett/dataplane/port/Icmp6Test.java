package io.yett.dataplane.port;

import static org.assertj.core.api.Assertions.assertThat;

import io.yett.dataplane.control.PuntReason;
import io.yett.dataplane.control.Timers;
import io.yett.dataplane.counters.SlowPathCounter;
import io.yett.dataplane.counters.SlowPathCounters;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** ICMPv6 (RFC 4443) with scapy at the other end. */
class Icmp6Test {
  private static final String ETHER = "Ether(src='02:00:00:00:00:99',dst='02:00:00:00:00:02')/";
  private static final String PING =
      ETHER
          + "IPv6(src='2001:db8:7::7',dst='2001:db8:ff::1',tc=0x2c,hlim=9)/"
          + "ICMPv6EchoRequest(id=7,seq=9,data=b'hello')";
  private static final String TRANSIT =
      ETHER
          + "IPv6(src='2001:db8:7::7',dst='2001:db8:1::9',hlim=1)/UDP(sport=5,dport=6)/Raw(b'x'*%d)";

  /** Reads a packet of ours; its checksum is right if scapy computes the same. */
  private static final String READ =
      "p=IPv6(bytes.fromhex('%s')); u=p.payload; c=u.cksum; del u.cksum; w=IPv6(bytes(p));"
          + "print(p.src,p.dst,p.tc,p.hlim,u.type,u.code,c==w.payload.cksum,end=' ');";

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
  private long now;

  @BeforeAll
  static void scapy() {
    Scapy.assumePresent();
  }

  private void local(String expression) {
    Scapy.frames(List.of(expression)).forEach(f -> receive(PuntReason.LOCAL, f));
  }

  private void receive(PuntReason reason, byte[] frame) {
    slowPath.onFrame(TwoPorts.BLACK, reason, new UnsafeBuffer(frame), 0, frame.length);
  }

  private void tooBig(int mtu, String expression) {
    byte[] frame = Scapy.frames(List.of(expression)).getFirst();
    slowPath.onTooBig(TwoPorts.BLACK, mtu, new UnsafeBuffer(frame), 0, frame.length);
  }

  private String read(String more) {
    return Scapy.run(READ.formatted(engine.takeLocal()) + more).getFirst();
  }

  @Test
  void answersEchoRequests() {
    local(PING);
    assertThat(read("print(u.id,u.seq,u.data)"))
        .isEqualTo("2001:db8:ff::1 2001:db8:7::7 44 64 129 0 True 7 9 b'hello'");
    assertThat(counters.get(SlowPathCounter.ICMP_ECHO_REPLIES_SENT)).isEqualTo(1);
  }

  @Test
  void answersBehindExtensionHeaders() {
    local(PING.replace("/ICMPv6Echo", "/IPv6ExtHdrDestOpt()/ICMPv6Echo"));
    assertThat(read("print(u.id)")).endsWith("129 0 True 7");
  }

  @Test
  void answersOnTheLink() {
    local(
        PING.replace("src='2001:db8:7::7'", "src='fe80::9'")
            .replace("dst='2001:db8:ff::1'", "dst='fe80::ff:fe00:2'"));
    assertThat(engine.local).as("no route leads there").isEmpty();
    String frame = engine.takeFrame();
    assertThat(frame).startsWith("1 02000000009902000000000286dd");
    assertThat(Scapy.run(READ.formatted(frame.substring(2 + 28)) + "print(u.id)").getFirst())
        .isEqualTo("fe80::ff:fe00:2 fe80::9 0 64 129 0 True 7");
  }

  @Test
  void largeAnswersGoInFragments() {
    byte[] request = Scapy.frames(List.of(PING.replace("b'hello'", "b'y'*4000"))).getFirst();
    receive(PuntReason.LOCAL, request);
    assertThat(engine.local).hasSize(4);
    String parts = String.join("','", engine.local);
    assertThat(
            Scapy.run(
                "ps=[IPv6(bytes.fromhex(h)) for h in ['%s']];".formatted(parts)
                    + "print(max(len(p) for p in ps)); d=b''.join(bytes(p.payload.payload)"
                    + " for p in ps); w=IPv6(src=ps[0].src,dst=ps[0].dst)/ICMPv6EchoReply(d);"
                    + "print(ps[0].nh,[(p[IPv6ExtHdrFragment].offset*8,p[IPv6ExtHdrFragment].m)"
                    + " for p in ps], len(set(p[IPv6ExtHdrFragment].id for p in ps)),"
                    + "w[ICMPv6EchoReply].data==b'y'*4000)"))
        .containsExactly("1280", "44 [(0, 1), (1232, 1), (2464, 1), (3696, 0)] 1 True");
  }

  @Test
  void tellsThatNobodyListens() {
    local(PING.substring(0, PING.lastIndexOf('/')) + "/UDP(sport=5,dport=6)/Raw(b'abc')");
    assertThat(read("print(u[IPerror6].dst,u[UDPerror].dport)"))
        .isEqualTo("2001:db8:ff::1 2001:db8:7::7 0 64 1 4 True 2001:db8:ff::1 6");
    local(PING.substring(0, PING.lastIndexOf('/')) + "/IPv6ExtHdrDestOpt(nh=132)/Raw(b'abcdefgh')");
    assertThat(read("print(u.ptr)"))
        .as("the octet that names the protocol is the first behind the header")
        .isEqualTo("2001:db8:ff::1 2001:db8:7::7 0 64 4 1 True 40");
  }

  @Test
  void tellsThatTheHopLimitEnded() {
    receive(PuntReason.TTL_EXCEEDED, Scapy.frames(List.of(TRANSIT.formatted(30))).getFirst());
    assertThat(read("print(u[IPerror6].hlim,len(u[IPerror6]))"))
        .isEqualTo("2001:db8:ff::1 2001:db8:7::7 0 64 3 0 True 1 78");
  }

  @Test
  void tellsThatAPacketIsTooBigWithAsMuchOfItAsFits() {
    tooBig(1438, TRANSIT.formatted(1440));
    assertThat(read("print(u.mtu,len(p))"))
        .isEqualTo("2001:db8:ff::1 2001:db8:7::7 0 64 2 0 True 1438 1280");
    tooBig(900, TRANSIT.formatted(1440));
    assertThat(read("print(u.mtu)")).as("never below the least").endsWith("True 1280");
  }

  /** RFC 4443 section 2.4 (e). */
  @Test
  void someErrorsAreNotAllowed() {
    List<String> forbidden =
        List.of(
            ETHER + "IPv6(src='2001:db8:7::7',dst='2001:db8:1::9',hlim=1)/ICMPv6TimeExceeded()",
            ETHER + "IPv6(src='2001:db8:7::7',dst='2001:db8:1::9',hlim=1)/ICMPv6ND_Redirect()",
            TRANSIT.formatted(5).replace("dst='2001:db8:1::9'", "dst='ff0e::9'"),
            TRANSIT.formatted(5).replace("src='2001:db8:7::7'", "src='::'"),
            TRANSIT.formatted(5).replace("src='2001:db8:7::7'", "src='ff02::1'"),
            TRANSIT.formatted(5).replace("src='2001:db8:7::7'", "src='2001:db8:1::1'"),
            TRANSIT.formatted(5).replace("dst='02:00:00:00:00:02'", "dst='33:33:00:00:00:02'"),
            TRANSIT.formatted(5).replace("/UDP", "/IPv6ExtHdrFragment(offset=9,nh=17)/UDP"));
    Scapy.frames(forbidden).forEach(f -> receive(PuntReason.TTL_EXCEEDED, f));
    assertThat(engine.local).isEmpty();
    assertThat(engine.frames).isEmpty();
    assertThat(counters.get(SlowPathCounter.ICMP_NOT_ALLOWED)).isEqualTo(forbidden.size());
  }

  @Test
  void errorsAndEchoesAreLimited() {
    byte[] ended = Scapy.frames(List.of(TRANSIT.formatted(5))).getFirst();
    for (int i = 0; i < Icmp6Errors.BURST + 7; i++) {
      receive(PuntReason.TTL_EXCEEDED, ended);
    }
    assertThat(engine.local).hasSize(Icmp6Errors.BURST);
    byte[] ping = Scapy.frames(List.of(PING)).getFirst();
    for (int i = 0; i < Icmp6Handler.ECHO_BURST + 7; i++) {
      receive(PuntReason.LOCAL, ping);
    }
    assertThat(engine.local).hasSize(Icmp6Errors.BURST + Icmp6Handler.ECHO_BURST);
    assertThat(counters.get(SlowPathCounter.ICMP_RATE_LIMITED)).isEqualTo(14);
    now += 1_000_000_000;
    timers.poll(now);
    receive(PuntReason.LOCAL, ping);
    assertThat(counters.get(SlowPathCounter.ICMP_RATE_LIMITED)).isEqualTo(14);
  }

  @Test
  void whatIsWrongIsCounted() {
    local(PING.replace("id=7", "id=7,cksum=3"));
    assertThat(counters.get(SlowPathCounter.LOCAL_MALFORMED)).isEqualTo(1);
    local(PING.replace("ICMPv6EchoRequest", "ICMPv6EchoReply"));
    local(PING.replace("src='2001:db8:7::7'", "src='2001:db8:ff::1'"));
    local(PING.replace("dst='2001:db8:ff::1'", "dst='2001:db8:ff::4'"));
    local(PING.replace("dst='2001:db8:ff::1'", "dst='fe80::ff:fe00:1'"));
    local(ETHER + "IPv6(src='2001:db8:7::7',dst='2001:db8:ff::1',nh=59)");
    assertThat(counters.get(SlowPathCounter.LOCAL_IGNORED)).isEqualTo(5);
    local(PING.replace("/ICMPv6Echo", "/IPv6ExtHdrFragment(m=1)/ICMPv6Echo"));
    assertThat(counters.get(SlowPathCounter.LOCAL_FRAGMENTS)).isEqualTo(1);
    assertThat(engine.local).isEmpty();
  }

  @Test
  void anythingMayCome() {
    byte[] ping =
        Scapy.frames(List.of(PING.replace("/ICMPv6Echo", "/IPv6ExtHdrDestOpt()/ICMPv6Echo")))
            .getFirst();
    Random random = new Random(2);
    for (int i = 0; i < 50_000; i++) {
      byte[] frame = ping.clone();
      for (int n = random.nextInt(4); n >= 0; n--) {
        frame[14 + random.nextInt(frame.length - 14)] = (byte) random.nextInt(256);
      }
      frame = Arrays.copyOf(frame, 14 + random.nextInt(frame.length - 13));
      receive(random.nextBoolean() ? PuntReason.LOCAL : PuntReason.TTL_EXCEEDED, frame);
    }
    assertThat(counters.get(SlowPathCounter.LOCAL_MALFORMED)).isPositive();
  }
}

package io.yett.dataplane.punt;

import static org.assertj.core.api.Assertions.assertThat;

import io.yett.dataplane.counters.SlowPathCounter;
import io.yett.dataplane.counters.SlowPathCounters;
import io.yett.dataplane.port.Ip6Sender;
import io.yett.dataplane.port.IpSender;
import io.yett.dataplane.port.OwnAddresses;
import io.yett.dataplane.port.OwnAddresses6;
import io.yett.dataplane.port.RecordingEngine;
import io.yett.dataplane.port.Scapy;
import io.yett.dataplane.port.TwoPorts;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** IKE datagrams in and out (RFC 7296 §2.23, RFC 3948 §2) with scapy at the other end. */
class IkeDatagramTest {
  private static final String IP = "Ether()/IP(src='192.0.2.2',dst='192.0.2.1')/";
  private static final String IKE = "Raw(bytes(range(1,41)))";
  private static final InetAddress LOCAL = InetAddress.ofLiteral("192.0.2.1");
  private static final InetAddress REMOTE = InetAddress.ofLiteral("192.0.2.2");

  private final RecordingEngine engine = new RecordingEngine();
  private final SlowPathCounters counters = new SlowPathCounters();
  private final OwnAddresses own = TwoPorts.addresses();
  private final OwnAddresses6 own6 = TwoPorts.addresses6();
  private final List<String> delivered = new ArrayList<>();
  private final IkeReceiver receiver =
      new IkeReceiver(
          own,
          own6,
          (local, localPort, remote, remotePort, message, offset, length, nanos) -> {
            byte[] octets = new byte[length];
            message.getBytes(offset, octets);
            delivered.add(
                local.getHostAddress()
                    + ":"
                    + localPort
                    + " "
                    + remote.getHostAddress()
                    + ":"
                    + remotePort
                    + " "
                    + HexFormat.of().formatHex(octets));
            return true;
          },
          counters);
  private final UdpSender sender =
      new UdpSender(
          own,
          own6,
          new IpSender(engine::injectIp, counters, 1500),
          new Ip6Sender(engine::injectIp, counters, 1500, 7),
          counters);

  @BeforeAll
  static void scapy() {
    Scapy.assumePresent();
  }

  @Test
  void aMessageToPort500IsHandedUpAsItIs() {
    receive(IP + "UDP(sport=500,dport=500)/" + IKE);

    assertThat(delivered).containsExactly("192.0.2.1:500 192.0.2.2:500 " + message());
  }

  @Test
  void theNonEspMarkerOnPort4500IsTakenOff() {
    receive(IP + "UDP(sport=31234,dport=4500)/Raw(b'\\0\\0\\0\\0')/" + IKE);

    assertThat(delivered).containsExactly("192.0.2.1:4500 192.0.2.2:31234 " + message());
  }

  @Test
  void aDatagramWithoutUdpChecksumIsFineAndEthernetPaddingIsNotPartOfIt() {
    receive(IP + "UDP(sport=500,dport=500,chksum=0)/" + IKE + "/Padding(b'z'*9)");

    assertThat(delivered).containsExactly("192.0.2.1:500 192.0.2.2:500 " + message());
  }

  @Test
  void whatIsWrongIsCountedAndNotHandedUp() {
    List<String> wrong =
        List.of(
            IP + "UDP(sport=500,dport=500,chksum=1)/" + IKE,
            IP + "UDP(sport=500,dport=500,len=200)/" + IKE,
            IP + "UDP(sport=500,dport=500,len=7)/" + IKE,
            IP + "UDP(sport=0,dport=500)/" + IKE,
            IP + "UDP(sport=500,dport=501)/" + IKE,
            IP + "TCP(sport=500,dport=500)/" + IKE,
            IP + "UDP(sport=500,dport=500)/Raw(b'x'*27)",
            IP + "UDP(sport=500,dport=4500)/Raw(b'\\0\\0\\0')",
            IP + "UDP(sport=500,dport=4500)/" + IKE,
            "Ether()/IP(src='192.0.2.2',dst='192.0.2.3')/UDP(sport=500,dport=500)/" + IKE,
            "Ether()/IP(src='192.0.2.1',dst='192.0.2.1')/UDP(sport=500,dport=500)/" + IKE);
    receive(wrong.toArray(String[]::new));

    assertThat(delivered).isEmpty();
    assertThat(counters.get(SlowPathCounter.IKE_MALFORMED)).isEqualTo(wrong.size());
  }

  @Test
  void everyTruncationIsSurvived() {
    byte[] frame =
        Scapy.frames("show(" + IP + "UDP(sport=500,dport=4500)/Raw(b'\\0\\0\\0\\0')/" + IKE + ")")
            .getFirst();
    for (int length = 0; length < frame.length; length++) {
      receiver.onFrame(new UnsafeBuffer(Arrays.copyOf(frame, length)), 0, length, 0);
    }

    assertThat(delivered).isEmpty();
  }

  @Test
  void aMessageFromPort500IsSentWithoutMarkerAndScapyAcceptsTheChecksum() {
    assertThat(send(500, 500, 41)).isTrue();

    assertThat(read(engine.takePacket()))
        .containsExactly("192.0.2.1 192.0.2.2 500 500 41 True 0102030405");
  }

  @Test
  void aMessageFromPort4500IsSentWithAMarker() {
    assertThat(send(4500, 31234, 40)).isTrue();

    assertThat(read(engine.takePacket()))
        .containsExactly("192.0.2.1 192.0.2.2 4500 31234 44 True 0000000001");
  }

  @Test
  void weSendFromOurOwnAddressesOnly() {
    UnsafeBuffer message = new UnsafeBuffer(new byte[40]);

    assertThat(sender.send(REMOTE, 500, LOCAL, 500, message, 0, 40)).isFalse();
    assertThat(sender.send(LOCAL, 0, REMOTE, 500, message, 0, 40)).isFalse();
    assertThat(sender.send(LOCAL, 500, REMOTE, 70_000, message, 0, 40)).isFalse();
    assertThat(sender.send(LOCAL, 500, InetAddress.ofLiteral("2001:db8::1"), 500, message, 0, 40))
        .isFalse();
    assertThat(engine.packets).isEmpty();
  }

  @Test
  void aMessageLargerThanTheLinkGoesInFragments() {
    assertThat(send(500, 500, 4000)).isTrue();

    assertThat(engine.packets).hasSize(3);
    assertThat(
            Scapy.run(
                """
                f=[IP(binascii.unhexlify(x)) for x in %s]
                p=IP(bytes(defragment(f)[0])); c=p[UDP].chksum; del p[UDP].chksum; p=IP(bytes(p))
                print(p[UDP].len, c==p[UDP].chksum)
                """
                    .formatted(
                        engine.packets.stream().map(x -> "'" + x + "'").toList().toString())))
        .containsExactly("4008 True");
  }

  @Test
  void aKeepaliveIsOneOctetOf0xff() {
    assertThat(sender.keepalive(LOCAL, 4500, REMOTE, 4500)).isTrue();

    assertThat(read(engine.takePacket()))
        .containsExactly("192.0.2.1 192.0.2.2 4500 4500 1 True ff");
  }

  private boolean send(int localPort, int remotePort, int length) {
    byte[] octets = new byte[length + 3];
    for (int i = 0; i < length; i++) {
      octets[i + 3] = (byte) (i + 1);
    }
    return sender.send(LOCAL, localPort, REMOTE, remotePort, new UnsafeBuffer(octets), 3, length);
  }

  private static List<String> read(String packet) {
    return Scapy.run(
        """
        p=IP(binascii.unhexlify('%s')); load=bytes(p[UDP].payload); c=p[UDP].chksum; q=IP(bytes(p)); del q[UDP].chksum; q=IP(bytes(q))
        print(p.src,p.dst,p[UDP].sport,p[UDP].dport,len(load),c==q[UDP].chksum,binascii.hexlify(load[:5]).decode())
        """
            .formatted(packet));
  }

  private static String message() {
    byte[] octets = new byte[40];
    for (int i = 0; i < octets.length; i++) {
      octets[i] = (byte) (i + 1);
    }
    return HexFormat.of().formatHex(octets);
  }

  private void receive(String... scapy) {
    List<String> frames =
        Arrays.stream(scapy)
            .map(frame -> frame.replace("Ether()", "Ether(dst='02:00:00:00:00:02')"))
            .toList();
    for (byte[] frame : Scapy.frames(frames)) {
      receiver.onFrame(new UnsafeBuffer(frame), 0, frame.length, 0);
    }
  }

  private static final String IPV6 =
      "Ether(dst='02:00:00:00:00:02')/IPv6(src='2001:db8:ff::2',dst='2001:db8:ff::1')/";

  private void receiveIpv6(String... scapy) {
    for (byte[] frame : Scapy.frames(List.of(scapy))) {
      receiver.onIpv6Frame(new UnsafeBuffer(frame), 0, frame.length, 0);
    }
  }

  @Test
  void overIpv6MessagesAreHandedUpAlike() {
    String peer = "2001:db8:ff:0:0:0:0:2:";
    receiveIpv6(
        IPV6 + "UDP(sport=500,dport=500)/" + IKE,
        IPV6 + "UDP(sport=31234,dport=4500)/Raw(b'\\0\\0\\0\\0')/" + IKE,
        IPV6 + "IPv6ExtHdrDestOpt()/UDP(sport=500,dport=500)/" + IKE);
    String own = "2001:db8:ff:0:0:0:0:1:";
    assertThat(delivered)
        .containsExactly(
            own + "500 " + peer + "500 " + message(),
            own + "4500 " + peer + "31234 " + message(),
            own + "500 " + peer + "500 " + message());
  }

  @Test
  void overIpv6WhatIsWrongIsCounted() {
    receiveIpv6(
        IPV6 + "UDP(sport=500,dport=500,chksum=0)/" + IKE,
        IPV6 + "UDP(sport=500,dport=500,chksum=7)/" + IKE,
        IPV6 + "UDP(sport=500,dport=500,len=900)/" + IKE,
        IPV6 + "UDP(sport=500,dport=500)/Raw(b'short')",
        IPV6.replace("dst='2001:db8:ff::1'", "dst='2001:db8:ff::4'")
            + "UDP(sport=500,dport=500)/"
            + IKE,
        IPV6 + "IPv6ExtHdrFragment(m=1)/UDP(sport=500,dport=500)/" + IKE);
    assertThat(delivered).isEmpty();
    assertThat(counters.get(SlowPathCounter.IKE_MALFORMED)).isEqualTo(6);
  }

  @Test
  void overIpv6OurMessagesHaveMarkerAndChecksum() {
    InetAddress local = InetAddress.ofLiteral("2001:db8:ff::1");
    InetAddress remote = InetAddress.ofLiteral("2001:db8:9::9");
    byte[] octets = HexFormat.of().parseHex(message());
    UnsafeBuffer ike = new UnsafeBuffer(octets);
    assertThat(sender.send(local, 4500, remote, 31234, ike, 0, octets.length)).isTrue();
    assertThat(
            Scapy.run(
                "p=IPv6(bytes.fromhex('%s')); c=p[UDP].chksum; del p[UDP].chksum;"
                        .formatted(engine.takePacket())
                    + "w=IPv6(bytes(p)); print(p.src,p.dst,p.hlim,p[UDP].sport,p[UDP].dport,"
                    + "c==w[UDP].chksum,bytes(p[UDP].payload).hex())"))
        .containsExactly("2001:db8:ff::1 2001:db8:9::9 64 4500 31234 True 00000000" + message());
    assertThat(sender.send(remote, 500, local, 500, ike, 0, octets.length)).isFalse();
    assertThat(sender.send(local, 500, LOCAL, 500, ike, 0, octets.length)).isFalse();
  }
}

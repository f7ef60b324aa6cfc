package io.yett.dataplane;

import static io.yett.dataplane.TestGateway.BLACK;
import static io.yett.dataplane.TestGateway.KEY;
import static io.yett.dataplane.TestGateway.LOCAL;
import static io.yett.dataplane.TestGateway.RED;
import static io.yett.dataplane.TestGateway.REMOTE;
import static org.assertj.core.api.Assertions.assertThat;

import io.yett.dataplane.TestGateway.SaBuilder;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The segment size that TCP announces through a tunnel. */
class MssClampTest {
  /** Of AES-GCM: inner packets of 1446 octets. */
  private static final int FITS = 1446 - 40;

  private static final int SYN = 2;
  private static final int SYN_ACK = 0x12;
  private static final int ACK = 0x10;
  private final TestGateway gateway = new TestGateway();
  private long sequence;

  @AfterEach
  void everyPacketIsAccountedFor() {
    gateway.assertAccounted();
    gateway.close();
  }

  /** A segment with these options, padded with zeros, and the right checksum. */
  private static byte[] tcp(String source, String destination, int flags, int... options) {
    int length = options.length + 3 & ~3;
    ByteBuffer segment = ByteBuffer.allocate(20 + length);
    segment.putShort((short) 1025).putShort((short) 80).putInt(7).putInt(0);
    segment.put((byte) ((20 + length) << 2)).put((byte) flags).putShort((short) 1000).putInt(0);
    for (int option : options) {
      segment.put((byte) option);
    }
    segment.putShort(16, (short) ~sum(source, destination, segment.array()));
    return Frames.ipv4(source, destination, 6, segment.array());
  }

  /** RFC 9293 section 3.1, over pseudo-header and segment. */
  private static int sum(String source, String destination, byte[] segment) {
    ByteBuffer all = ByteBuffer.allocate(12 + segment.length);
    all.put(TestGateway.ip(source).getAddress()).put(TestGateway.ip(destination).getAddress());
    all.putShort((short) 6).putShort((short) segment.length).put(segment).flip();
    int sum = 0;
    while (all.hasRemaining()) {
      sum += all.getShort() & 0xFFFF;
    }
    sum = (sum & 0xFFFF) + (sum >>> 16);
    return (sum & 0xFFFF) + (sum >>> 16);
  }

  private static byte[] outward(int flags, int... options) {
    return tcp("10.1.0.9", "10.2.0.5", flags, options);
  }

  /** What comes out of the tunnel of a packet that goes into it; its checksum is right. */
  private byte[] through(byte[] packet) {
    byte[] frame = gateway.exchange(RED, Frames.ipv4Frame(gateway.mac(RED), packet));
    byte[] esp = Arrays.copyOfRange(frame, 34, frame.length);
    byte[] opened = EspOracle.open(KEY, ++sequence, false, esp);
    byte[] segment = Arrays.copyOfRange(opened, 20, ByteBuffer.wrap(opened).getShort(2));
    assertThat(sum("10.1.0.9", "10.2.0.5", segment)).isEqualTo(0xFFFF);
    return segment;
  }

  private void tunnel(boolean clamp) {
    gateway.protect();
    gateway.installOutbound(clamp ? new SaBuilder().clampMss() : new SaBuilder());
  }

  private static int mss(byte[] segment, int at) {
    return ByteBuffer.wrap(segment).getShort(at) & 0xFFFF;
  }

  @ParameterizedTest
  @ValueSource(ints = {SYN, SYN_ACK})
  void isLoweredInEverySynOfAFlow(int flags) {
    tunnel(true);
    for (int i = 0; i < 3; i++) {
      assertThat(mss(through(outward(flags, 2, 4, 5, 180)), 22)).isEqualTo(FITS);
      through(outward(ACK));
    }
  }

  @Test
  void isNeverRaised() {
    tunnel(true);
    assertThat(mss(through(outward(SYN, 2, 4, 2, 24)), 22)).isEqualTo(536);
  }

  @Test
  void isFoundBehindOtherOptionsAtAnOddPlaceToo() {
    tunnel(true);
    assertThat(mss(through(outward(SYN, 4, 2, 1, 1, 2, 4, 5, 180)), 26)).isEqualTo(FITS);
    assertThat(mss(through(outward(SYN, 1, 2, 4, 5, 180)), 23)).isEqualTo(FITS);
  }

  @Test
  void offMeansThatNothingChanges() {
    tunnel(false);
    assertThat(mss(through(outward(SYN, 2, 4, 5, 180)), 22)).isEqualTo(1460);
  }

  @Test
  void aSegmentThatIsNoSynStays() {
    tunnel(true);
    assertThat(mss(through(outward(ACK, 2, 4, 5, 180)), 22)).isEqualTo(1460);
  }

  /** Options that end nowhere, have no length, or claim more than there is. */
  @Test
  void malformedOptionsStayAsTheyAre() {
    tunnel(true);
    int[][] malformed = {
      {2, 0, 5, 180}, {2, 1, 5, 180}, {2, 3, 5, 180}, {2, 5, 5, 180}, {3, 40, 2, 4}, {0, 2, 4, 5}
    };
    for (int[] options : malformed) {
      byte[] segment = through(outward(SYN, options));
      for (int i = 0; i < options.length; i++) {
        assertThat(segment[20 + i]).isEqualTo((byte) options[i]);
      }
    }
    byte[] packet = outward(SYN, 2, 4, 5, 180);
    packet[32] = (byte) 0xF0; // a data offset behind the packet's end
    byte[] frame = gateway.exchange(RED, Frames.ipv4Frame(gateway.mac(RED), packet));
    assertThat(frame).isNotNull();
  }

  @Test
  void followsThePathMtu() {
    tunnel(true);
    gateway.pipeline().updatePathMtu(0x1001, 1300);
    int inner = (1300 - 20 - 8 - 8 - 16 & ~3) - 2;
    assertThat(mss(through(outward(SYN, 2, 4, 5, 180)), 22)).isEqualTo(inner - 40);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatComesOutOfTheTunnelIsLoweredToo(boolean clamp) {
    gateway.protect();
    gateway.installInbound(clamp ? new SaBuilder().clampMss() : new SaBuilder());
    byte[] inner = tcp("10.2.0.5", "10.1.0.9", SYN_ACK, 2, 4, 5, 180);
    for (int i = 1; i <= 3; i++) {
      byte[] esp = EspOracle.seal(KEY, 0x1001, i, false, EspOracle.pad(inner, 4));
      byte[] outer = Frames.ipv4(REMOTE, LOCAL, 50, esp);
      byte[] sent = gateway.exchange(BLACK, Frames.ipv4Frame(gateway.mac(BLACK), outer));
      byte[] segment = Arrays.copyOfRange(sent, 34, sent.length);
      assertThat(mss(segment, 22)).isEqualTo(clamp ? FITS : 1460);
      assertThat(sum("10.2.0.5", "10.1.0.9", segment)).isEqualTo(0xFFFF);
    }
  }
}

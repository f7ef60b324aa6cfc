package io.yett.dataplane;

import static io.yett.dataplane.TestGateway.BLACK;
import static io.yett.dataplane.TestGateway.LOCAL;
import static io.yett.dataplane.TestGateway.RED;
import static io.yett.dataplane.TestGateway.REMOTE;
import static org.assertj.core.api.Assertions.assertThat;

import io.yett.dataplane.TestGateway.SaBuilder;
import io.yett.dataplane.counters.DropReason;
import io.yett.dataplane.sachannel.Encapsulation;
import io.yett.dataplane.sachannel.IpsecMode;
import io.yett.dataplane.sachannel.IpsecProtocol;
import io.yett.dataplane.sachannel.SaDirection;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What must fall with AH, by which name, and what must not. */
@ParameterizedClass(name = "{0}")
@EnumSource(IpsecMode.class)
class AhNegativeTest {
  private static final int SPI = 0x1001;

  /** In an IPv4 header: TOS, flags and fragment offset, TTL, checksum. */
  private static final Set<Integer> MUTABLE = Set.of(1, 6, 7, 8, 10, 11);

  private static final byte[] KEY = Frames.counting(32);
  private final IpsecMode mode;
  private final TestGateway gateway = new TestGateway();
  private long sequence;

  AhNegativeTest(IpsecMode mode) {
    this.mode = mode;
  }

  @BeforeEach
  void install() {
    gateway.protect();
    gateway.installInbound(sa());
  }

  private SaBuilder sa() {
    SaBuilder sa = new SaBuilder().suite("null-sha256", KEY);
    if (mode == IpsecMode.TRANSPORT) {
      sa.transport();
    }
    return sa.encapsulation(Encapsulation.of(IpsecProtocol.AH, mode));
  }

  @AfterEach
  void everyPacketIsAccountedFor() {
    gateway.assertAccounted();
    gateway.close();
  }

  private byte[] packet() {
    return packet(++sequence, false);
  }

  private byte[] packet(long number, boolean esn) {
    byte[] udp = Frames.udp(1, 2, Frames.counting(20));
    return mode == IpsecMode.TRANSPORT
        ? AhOracle.transport(KEY, SPI, number, esn, Frames.ipv4(REMOTE, LOCAL, 17, udp))
        : AhOracle.tunnel(
            KEY, SPI, number, esn, REMOTE, LOCAL, Frames.ipv4("10.2.0.5", "10.1.0.9", 17, udp));
  }

  private boolean passes(byte[] packet) {
    byte[] up = gateway.receive(packet);
    byte[] on = gateway.take(RED);
    return mode == IpsecMode.TRANSPORT ? up != null : on != null;
  }

  private void assertDropped(DropReason reason, byte[] packet) {
    long before = gateway.dropped(reason);
    assertThat(passes(packet)).isFalse();
    assertThat(gateway.dropped(reason)).as(reason.name()).isEqualTo(before + 1);
  }

  @Test
  void eachOctetThatMayNotChange() {
    byte[] good = packet();
    for (int i = 20; i < good.length; i++) {
      byte[] bad = good.clone();
      bad[i] ^= 1;
      if (i == 21) {
        assertDropped(DropReason.AH_LENGTH, bad);
      } else if (i < 24 || i >= 32) {
        assertDropped(DropReason.AUTH_FAILED, bad);
      } else {
        assertThat(passes(bad)).as("SPI, sequence number: %d", i).isFalse();
      }
    }
    assertThat(gateway.status(SaDirection.INBOUND).sequence()).as("nothing was marked").isZero();
    assertThat(passes(good)).isTrue();
  }

  @Test
  void eachFieldOfTheHeader() {
    for (int i = 0; i < 20; i++) {
      if (i == 0 || i == 6 || i == 7 || i == 10 || i == 11 || i >= 16) {
        continue; // no packet, a fragment, or not to us
      }
      byte[] changed = packet();
      changed[i] ^= (byte) (i == 8 ? 0x20 : i == 1 ? 0x04 : 1);
      if (i == 2 || i == 3) {
        continue; // of its length there is a test below
      }
      if (i == 9) {
        continue; // no AH
      }
      Frames.withChecksum(changed);
      if (MUTABLE.contains(i)) {
        assertThat(passes(changed)).as("octet %d may change", i).isTrue();
      } else {
        assertDropped(DropReason.AUTH_FAILED, changed);
      }
    }
    byte[] dontFragment = packet();
    dontFragment[6] |= 0x40;
    assertThat(passes(Frames.withChecksum(dontFragment))).as("DF may be set on the way").isTrue();
  }

  /** RFC 4302 section 3.4.1: they are put together first. */
  @Test
  void fragments() {
    byte[] whole = packet();
    int cut = 20 + 32;
    byte[] first = Arrays.copyOf(whole, cut);
    first[3] = (byte) cut;
    first[6] = 0x20;
    byte[] second = new byte[20 + whole.length - cut];
    System.arraycopy(whole, 0, second, 0, 20);
    System.arraycopy(whole, cut, second, 20, whole.length - cut);
    second[3] = (byte) second.length;
    second[7] = 32 / 8;
    assertThat(passes(Frames.withChecksum(first))).isFalse();
    assertThat(passes(Frames.withChecksum(second))).isTrue();
  }

  @Test
  void aReplay() {
    byte[] packet = packet();
    assertThat(passes(packet)).isTrue();
    assertDropped(DropReason.REPLAY, packet);
    assertThat(gateway.status(SaDirection.INBOUND).replayDrops()).isEqualTo(1);
    sequence = 99;
    assertThat(passes(packet())).isTrue();
    sequence = 35;
    assertDropped(DropReason.REPLAY, packet());
    sequence = 36;
    assertThat(passes(packet())).isTrue();
  }

  @Test
  void truncatedAtEachOctet() {
    byte[] good = packet();
    for (int length = 20; length < good.length; length++) {
      byte[] cut = Arrays.copyOf(good, length);
      cut[3] = (byte) length;
      DropReason reason =
          length < 20 + AhOracle.LENGTH ? DropReason.AH_LENGTH : DropReason.AUTH_FAILED;
      assertDropped(reason, Frames.withChecksum(cut));
    }
    assertThat(passes(good)).isTrue();
  }

  @Test
  void eachWrongLengthOfAh() {
    for (int length = 0; length < 256; length++) {
      byte[] bad = packet();
      if (length != bad[21]) {
        bad[21] = (byte) length;
        assertDropped(DropReason.AH_LENGTH, AhOracle.signed(KEY, sequence, false, bad));
      }
    }
  }

  /** RFC 4302 section 2.3: sent as zero, of no matter to the receiver, and authenticated. */
  @Test
  void theReservedField() {
    byte[] reserved = packet();
    reserved[22] = 1;
    assertDropped(DropReason.AUTH_FAILED, reserved);
    assertThat(passes(AhOracle.signed(KEY, sequence, false, reserved))).isTrue();
  }

  @Test
  void spis() {
    byte[] unknown = packet();
    unknown[27]++;
    assertDropped(DropReason.UNKNOWN_SPI, AhOracle.signed(KEY, sequence, false, unknown));
    byte[] reserved = packet();
    reserved[26] = 0;
    assertDropped(DropReason.RESERVED_SPI, AhOracle.signed(KEY, sequence, false, reserved));
  }

  /** The SPI of an SA of the other protocol says nothing. */
  @Test
  void anotherProtocol() {
    byte[] esp =
        new EspOracle("null-sha256", KEY)
            .seal(SPI, 1, false, EspOracle.pad(Frames.udp(1, 2, Frames.counting(20)), 17));
    assertDropped(DropReason.UNKNOWN_SPI, Frames.ipv4(REMOTE, LOCAL, 50, esp));
    byte[] inUdp = Frames.udp(4500, 4500, esp);
    assertDropped(DropReason.ESP_ENCAPSULATION, Frames.ipv4(REMOTE, LOCAL, 17, inUdp));
    gateway.installInbound(new SaBuilder().spi(0x1002));
    byte[] ah = packet();
    ah[27]++;
    assertDropped(DropReason.UNKNOWN_SPI, AhOracle.signed(KEY, sequence, false, ah));
  }

  /** The length of an option leads nowhere out of the header. */
  @Test
  void optionsOfBadLength() {
    for (int length = 0; length < 256; length++) {
      byte[] bad = withOption(0x52, length, 8);
      if (length >= 2 && length <= 8) {
        assertThat(passes(bad)).as("length %d", length).isTrue();
      } else {
        assertDropped(DropReason.IP_OPTIONS, bad);
      }
    }
    assertDropped(DropReason.IP_OPTIONS, withOption(131, 7, 8)); // source routing
  }

  private byte[] withOption(int type, int length, int room) {
    byte[] plain = packet(++sequence, false);
    byte[] with = new byte[plain.length + room];
    System.arraycopy(plain, 0, with, 0, 20);
    with[20] = (byte) type;
    with[21] = (byte) length;
    System.arraycopy(plain, 20, with, 20 + room, plain.length - 20);
    with[0] = (byte) (0x45 + room / 4);
    with[3] = (byte) with.length;
    return AhOracle.signed(KEY, sequence, false, Frames.withChecksum(with));
  }

  @Test
  void anotherNextHeader() {
    byte[] other = packet();
    other[20] = 41;
    byte[] signed = AhOracle.signed(KEY, sequence, false, other);
    if (mode == IpsecMode.TUNNEL) {
      assertDropped(DropReason.BAD_NEXT_HEADER, signed);
    } else {
      assertThat(passes(signed)).isTrue();
    }
  }

  @Test
  void whatTheSelectorsForbid() {
    byte[] udp = Frames.udp(1, 2, new byte[9]);
    byte[] other =
        mode == IpsecMode.TRANSPORT
            ? AhOracle.transport(KEY, SPI, 1, false, Frames.ipv4("192.0.2.3", LOCAL, 17, udp))
            : AhOracle.tunnel(
                KEY, SPI, 1, false, REMOTE, LOCAL, Frames.ipv4("10.3.0.5", "10.1.0.9", 17, udp));
    assertDropped(DropReason.INBOUND_SELECTORS, other);
    assertThat(gateway.status(SaDirection.INBOUND).sequence()).isEqualTo(1);
  }

  /** The outer mark, which is not authenticated, goes to the inner packet (RFC 6040). */
  @Test
  void congestionMarkOfATunnel() {
    if (mode == IpsecMode.TRANSPORT) {
      return;
    }
    byte[] inner = Frames.ipv4("10.2.0.5", "10.1.0.9", 17, 2, 64, 0, Frames.udp(1, 2, new byte[9]));
    byte[] outer = AhOracle.tunnel(KEY, SPI, 1, false, REMOTE, LOCAL, inner);
    outer[1] = 3;
    byte[] sent =
        gateway.exchange(BLACK, Frames.ipv4Frame(gateway.mac(BLACK), Frames.withChecksum(outer)));
    assertThat(sent[14 + 1]).isEqualTo((byte) 3);
  }
}

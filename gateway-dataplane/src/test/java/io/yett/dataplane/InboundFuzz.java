package io.yett.dataplane;

import static io.yett.dataplane.TestGateway.BLACK;
import static io.yett.dataplane.TestGateway.KEY;
import static io.yett.dataplane.TestGateway.LOCAL;
import static io.yett.dataplane.TestGateway.RED;
import static io.yett.dataplane.TestGateway.REMOTE;

import io.yett.dataplane.TestGateway.SaBuilder;
import io.yett.dataplane.sachannel.Encapsulation;
import io.yett.dataplane.sachannel.IpsecMode;
import io.yett.dataplane.sachannel.IpsecProtocol;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * What a fuzzer calls: one input is one frame to a gateway with SAs of every form. Whatever it is,
 * there is no exception, every packet ends in one counter, and every buffer comes back.
 *
 * <p>The first octet says what the rest is: a frame as it is, a packet with the right MAC address
 * and checksum, or what is behind a good ICV, for what it guards is otherwise out of reach.
 */
public final class InboundFuzz {
  private static final int TUNNEL = 0x1001;
  private static final int TUNNEL_IN_UDP = 0x1002;
  private static final int TRANSPORT = 0x1003;
  private static final int AH_TUNNEL = 0x1004;
  private static final int AH_TRANSPORT = 0x1005;
  private static final int MAX_INPUT = 1400;
  private static final byte[] AH_KEY = Frames.counting(32);

  /** Longer than anything waits: for a neighbour, or for other fragments. */
  private static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(20);

  private static TestGateway gateway;
  private static long sequence;

  private InboundFuzz() {}

  /** By Jazzer's convention. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length == 0 || input.length > MAX_INPUT) {
      return;
    }
    if (gateway == null) {
      gateway = gateway();
    }
    sequence++;
    int port = (input[0] & 0x80) == 0 ? BLACK : RED;
    byte[] rest = Arrays.copyOfRange(input, 1, input.length);
    gateway.feed(port, frame(port, input[0] & 0x7F, rest));
    gateway.run();
    gateway.advance(LONG_NANOS);
    gateway.run();
    gateway.recorder.frames.clear();
    gateway.recorder.lines.clear();
    gateway.assertAccounted();
  }

  private static TestGateway gateway() {
    TestGateway made = new TestGateway();
    made.protect();
    made.installOutbound(new SaBuilder());
    made.installInbound(new SaBuilder());
    made.installInbound(new SaBuilder().spi(TUNNEL_IN_UDP).udp().esn());
    made.installInbound(new SaBuilder().spi(TRANSPORT).udp().transport());
    made.installInbound(ah(AH_TUNNEL, new SaBuilder(), IpsecMode.TUNNEL));
    made.installInbound(ah(AH_TRANSPORT, new SaBuilder().transport(), IpsecMode.TRANSPORT));
    return made;
  }

  private static SaBuilder ah(int spi, SaBuilder sa, IpsecMode mode) {
    return sa.spi(spi)
        .suite("null-sha256", AH_KEY)
        .encapsulation(Encapsulation.of(IpsecProtocol.AH, mode));
  }

  private static byte[] frame(int port, int kind, byte[] rest) {
    return switch (kind) {
      case 0 -> rest;
      case 1 -> toUs(port, rest);
      case 2 -> toUs(port, rest.length < 60 ? rest : Frames.withChecksum(rest));
      case 3 -> toUs(port, Frames.ipv4(REMOTE, LOCAL, 50, sealed(TUNNEL, false, rest)));
      case 4 -> toUs(port, inUdp(sealed(TUNNEL_IN_UDP, true, rest)));
      case 5 -> toUs(port, inUdp(sealed(TRANSPORT, false, rest)));
      case 6 ->
          toUs(port, AhOracle.tunnel(AH_KEY, AH_TUNNEL, sequence, false, REMOTE, LOCAL, rest));
      case 7 -> toUs(port, ahTransport(rest));
      case 8 -> toUs(port, inUdp(rest));
      case 9 -> toUs(port, Frames.ipv4(REMOTE, LOCAL, 50, rest));
      case 10 -> toUs(port, Frames.ipv4(REMOTE, LOCAL, 51, rest));
      default -> toUs(port, inner(rest));
    };
  }

  private static byte[] toUs(int port, byte[] packet) {
    return Frames.ipv4Frame(gateway.mac(port), packet);
  }

  private static byte[] inUdp(byte[] payload) {
    return Frames.ipv4(REMOTE, LOCAL, 17, Frames.udp(4500, 4500, payload));
  }

  /** ESP around whatever it is, with its length made right. */
  private static byte[] sealed(int spi, boolean esn, byte[] plaintext) {
    byte[] aligned = Arrays.copyOf(plaintext, Math.max(4, (plaintext.length + 3) & ~3));
    return EspOracle.seal(KEY, spi, sequence, esn, aligned);
  }

  private static byte[] ahTransport(byte[] rest) {
    int protocol = rest.length == 0 ? 0 : rest[0] & 0xFF;
    byte[] packet = Frames.ipv4(REMOTE, LOCAL, protocol, rest);
    return AhOracle.transport(AH_KEY, AH_TRANSPORT, sequence, false, packet);
  }

  /** A sound packet through the tunnel whose transport header and trailer are the fuzzer's. */
  private static byte[] inner(byte[] rest) {
    byte[] packet = Frames.ipv4("10.2.0.5", "10.1.0.9", rest.length & 0xFF, rest);
    return Frames.ipv4(REMOTE, LOCAL, 50, sealed(TUNNEL, false, EspOracle.pad(packet, 4)));
  }
}

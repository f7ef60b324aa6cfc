package io.yett.dataplane;

import static io.yett.dataplane.TestGateway.BLACK;
import static io.yett.dataplane.TestGateway.LOCAL;
import static io.yett.dataplane.TestGateway.REMOTE;
import static io.yett.dataplane.TestGateway.hex;
import static io.yett.dataplane.TestGateway.hostOrder;
import static io.yett.dataplane.TestGateway.range;
import static org.assertj.core.api.Assertions.assertThat;

import io.yett.dataplane.TestGateway.SaBuilder;
import io.yett.dataplane.sachannel.TrafficSelector;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Published ESP packets; the file names their source. */
class EspVectorsTest {
  private static final List<TrafficSelector> ANY = List.of(range("0.0.0.0", "255.255.255.255"));

  static Stream<String> vectors() throws IOException {
    try (InputStream in = EspVectorsTest.class.getResourceAsStream("esp_aes_gcm_vectors.txt")) {
      String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      return text.lines().filter(line -> !line.startsWith("#") && !line.isBlank());
    }
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void opens(String vector) {
    String[] fields = vector.split(" ", -1);
    byte[] inner = hex(fields[3]);
    opens(
        new SaBuilder()
            .key(hex(fields[0] + fields[1]))
            .spi(Integer.parseUnsignedInt(fields[2], 16)),
        hex(fields[4]),
        inner);
  }

  /** RFC 7634 appendix A; its inner packet goes to the subnet of the port that it came by. */
  @Test
  void chachaOfRfc7634() {
    byte[] key = hex("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9fa0a1a2a3");
    byte[] esp =
        hex(
            "01020304000000051011121314151617"
                + "24039428b97f417e3c13753a4f05087b67c352e6a7fab1b982d466ef407ae5c6"
                + "14ee8099d52844eb61aa95dfab4c02f72aa71e7c4c4f64c9befe2facc638e8f3"
                + "cbec163fac469b502773f6fb94e664da9165b82829f641e0"
                + "76aaa8266b7fb0f7b11b369907e1ad43");
    byte[] inner =
        hex(
            "45000054a6f200004001e778c6336405c000020508005b7a3a080000553bec10"
                + "0007362708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20212223"
                + "2425262728292a2b2c2d2e2f3031323334353637");
    opens(new SaBuilder().suite("chacha20poly1305", key).spi(0x01020304), esp, inner);
  }

  /**
   * RFC 3602 section 4, cases 7 and 8, ESP in tunnel mode. They have no ICV; the JDK's HMAC makes
   * one.
   */
  @ParameterizedTest
  @CsvSource({
    "2, 0000876500000002f4e765244f6407adf13dc1380f673f37773b5241a4c449225e4f3ce5ed611b0c"
        + "237ca96cf74a93013c1b0ea1a0cf70f8e4ecaec78ac53aad7a0f022b859243c647752e94a859352b"
        + "8a4d4d2decd136e5c177f132ad3fbfb2201ac9904c74ee0a109e0ca1e4dfe9d5a100b842f1c22f0d,"
        + "45000054090400004001f988c0a87b03c0a87bc808009f76a90a0100b49c083d02a2040008090a0b"
        + "0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f30313233"
        + "34353637",
    "5, 000087650000000585d47224b5f3dd5d2101d4ea8dffab2215b92683819596a8047232cc00f7048f"
        + "e45318e11f8a0f62ede3c3fc61203bb50f980a08c9843fd3a1b06d5c07ff9639b7eb7dfb3512e5de"
        + "435e7207ed971ef3d2726d9b5ef6affc6d17a0decbb13892,"
        + "45000044090c00004001f990c0a87b03c0a87bc80800d63caa0a0200c69c083da3de0300ffffffff"
        + "ffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
  })
  void cbcOfRfc3602(long sequence, String esp, String inner) {
    byte[] key = hex("0123456789abcdef0123456789abcdef" + "0b".repeat(32));
    EspOracle oracle = new EspOracle("aes128-sha256", key);
    opens(
        new SaBuilder().suite("aes128-sha256", key).spi(0x8765),
        oracle.authenticated(sequence, false, hex(esp)),
        hex(inner));
  }

  private static void opens(SaBuilder sa, byte[] esp, byte[] inner) {
    try (TestGateway gateway = new TestGateway()) {
      gateway.installInbound(sa.selectors(ANY, ANY));
      gateway.pipeline().updateNeighbor(BLACK, hostOrder("192.0.2.5"), TestGateway.PEER_MAC);
      gateway.feed(
          BLACK, Frames.ipv4Frame(gateway.mac(BLACK), Frames.ipv4(REMOTE, LOCAL, 50, esp)));
      gateway.run();
      byte[] sent = Frames.packet(gateway.take(BLACK));
      inner[8]--;
      assertThat(sent).isEqualTo(Frames.withChecksum(inner));
      gateway.assertAccounted();
    }
  }
}

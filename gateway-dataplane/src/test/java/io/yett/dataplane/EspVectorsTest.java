package io.yett.dataplane;

import static io.yett.dataplane.TestGateway.BLACK;
import static io.yett.dataplane.TestGateway.LOCAL;
import static io.yett.dataplane.TestGateway.REMOTE;
import static io.yett.dataplane.TestGateway.hex;
import static io.yett.dataplane.TestGateway.range;
import static org.assertj.core.api.Assertions.assertThat;

import io.yett.dataplane.TestGateway.SaBuilder;
import io.yett.dataplane.sachannel.TrafficSelector;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
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
    try (TestGateway gateway = new TestGateway()) {
      gateway.installInbound(
          new SaBuilder()
              .key(hex(fields[0] + fields[1]))
              .spi(Integer.parseUnsignedInt(fields[2], 16))
              .selectors(ANY, ANY));
      gateway.feed(
          BLACK,
          Frames.ipv4Frame(gateway.mac(BLACK), Frames.ipv4(REMOTE, LOCAL, 50, hex(fields[4]))));
      gateway.run();
      byte[] sent = Frames.packet(gateway.take(BLACK)); // by the default route
      inner[8]--;
      assertThat(sent).isEqualTo(Frames.withChecksum(inner));
      gateway.assertAccounted();
    }
  }
}

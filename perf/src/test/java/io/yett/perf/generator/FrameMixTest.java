package io.yett.perf.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frame sizes as people write them. */
class FrameMixTest {
  @Test
  void weightsAreSpreadEvenly() {
    assertThat(FrameMix.parse("64:2,512:1,1400:1").sizes()).containsExactly(64, 512, 1400, 64);
    assertThat(FrameMix.parse("512").sizes()).containsExactly(512);
  }

  @Test
  void imixIsSevenFourOne() {
    FrameMix imix = FrameMix.parse("imix");
    assertThat(imix.sizes()).hasSize(12);
    assertThat(Collections.frequency(imix.sizes(), 64)).isEqualTo(7);
    assertThat(Collections.frequency(imix.sizes(), 512)).isEqualTo(4);
    assertThat(imix.largest()).isEqualTo(1400);
    assertThat(imix.meanSize()).isCloseTo((7 * 64 + 4 * 512 + 1400) / 12.0, within(0.001));
  }

  @Test
  void lineRateCountsPreambleAndGap() {
    // The well-known figures of 10 Gbit/s Ethernet.
    assertThat(FrameMix.of(64).lineRate(10_000)).isCloseTo(14_880_952, within(1.0));
    assertThat(FrameMix.of(1518).lineRate(10_000)).isCloseTo(812_744, within(1.0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "63", "9019", "64:0", "64:-1", "big", "64:", "64,,512", "64:5000"})
  void badSizesNameARemedy(String text) {
    assertThatThrownBy(() -> FrameMix.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("remedy: ");
  }
}

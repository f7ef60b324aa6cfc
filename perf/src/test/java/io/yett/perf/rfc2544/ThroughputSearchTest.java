package io.yett.perf.rfc2544;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.yett.perf.rfc2544.ThroughputSearch.Limit;
import io.yett.perf.rfc2544.ThroughputSearch.Result;
import io.yett.perf.rfc2544.ThroughputSearch.Trial;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The binary search, over devices whose throughput is known because they are formulas. */
class ThroughputSearchTest {
  private static final double HIGHEST = 1_000_000;
  private static final double LOWEST = 100;
  private static final double RESOLUTION = 0.005;

  private static Result search(double allowedLoss, Trial device) throws InterruptedException {
    return new ThroughputSearch(HIGHEST, LOWEST, RESOLUTION, allowedLoss).find(device);
  }

  /** Forwards so many frames a second, and drops the others. */
  private static Trial limited(double capacity) {
    return rate -> trial(rate, rate, Math.min(rate, capacity));
  }

  private static TrialResult trial(double asked, double offered, double received) {
    return new TrialResult(asked, 10, Math.round(offered * 10), Math.round(received * 10), 0);
  }

  @ParameterizedTest
  @ValueSource(doubles = {999_000, 700_000, 500_000, 123_456, 5_000, 150})
  void findsTheCapacityFromBelow(double capacity) throws InterruptedException {
    Result result = search(0, limited(capacity));
    assertThat(result.framesPerSecond())
        .isBetween(capacity * (1 - 1.01 * RESOLUTION), capacity + 0.1);
    assertThat(result.limit()).isEqualTo(Limit.DEVICE);
    assertThat(result.trials()).hasSizeLessThan(30);
    assertThat(result.trials().getFirst().asked()).isEqualTo(HIGHEST);
  }

  @Test
  void deviceWithoutLossTakesOneTrial() throws InterruptedException {
    Result result = search(0, limited(HIGHEST));
    assertThat(result.framesPerSecond()).isEqualTo(HIGHEST);
    assertThat(result.limit()).isEqualTo(Limit.HIGHEST_RATE);
    assertThat(result.trials()).hasSize(1);
  }

  @Test
  void deviceThatForwardsNothingEndsAtNothing() throws InterruptedException {
    Result result = search(0, limited(0));
    assertThat(result.framesPerSecond()).isZero();
    assertThat(result.limit()).isEqualTo(Limit.DEVICE);
    assertThat(result.trials()).hasSizeLessThan(20);
    assertThat(result.trials().getLast().asked()).isEqualTo(LOWEST);
  }

  @Test
  void lossAtEveryRateEndsAtNothingUnlessItIsAllowed() throws InterruptedException {
    Trial lossy = rate -> trial(rate, rate, rate * 0.999);
    assertThat(search(0, lossy).framesPerSecond()).isZero();
    assertThat(search(0.0005, lossy).framesPerSecond()).isZero();
    assertThat(search(0.002, lossy).framesPerSecond()).isEqualTo(HIGHEST);
  }

  @Test
  void allowedLossRaisesTheResult() throws InterruptedException {
    Result result = search(0.1, limited(500_000));
    assertThat(result.framesPerSecond()).isCloseTo(500_000 / 0.9, within(3_000.0));
  }

  @Test
  void collapseUnderOverloadIsNoTrap() throws InterruptedException {
    Trial livelock = rate -> trial(rate, rate, rate > 300_000 ? 10 : rate);
    assertThat(search(0, livelock).framesPerSecond()).isBetween(298_000.0, 300_000.0);
  }

  @ParameterizedTest
  @CsvSource({"400000, 2000000", "50000, 2000000", "400000, 400000"})
  void weakGeneratorIsSaidToBeTheLimit(double most, double capacity) throws InterruptedException {
    Trial weak =
        rate -> trial(rate, Math.min(rate, most), Math.min(Math.min(rate, most), capacity));
    Result result = search(0, weak);
    assertThat(result.limit()).isEqualTo(Limit.GENERATOR);
    assertThat(result.framesPerSecond()).isCloseTo(most, within(most * 0.011));
    assertThat(result.trials()).hasSizeLessThan(30);
  }

  @Test
  void deviceBelowAWeakGeneratorIsTheLimit() throws InterruptedException {
    Trial weak = rate -> trial(rate, Math.min(rate, 400_000), Math.min(rate, 100_000));
    Result result = search(0, weak);
    assertThat(result.limit()).isEqualTo(Limit.DEVICE);
    assertThat(result.framesPerSecond()).isCloseTo(100_000, within(600.0));
  }

  @Test
  void generatorThatSendsNothingProvesNothing() throws InterruptedException {
    Result result = search(0, rate -> trial(rate, 0, 0));
    assertThat(result.framesPerSecond()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "0,1,0.1,0",
    "10,0,0.1,0",
    "10,20,0.1,0",
    "10,1,0,0",
    "10,1,1,0",
    "10,1,0.1,1",
    "10,1,0.1,-1",
    "NaN,1,0.1,0"
  })
  void boundsThatMakeNoSense(double highest, double lowest, double resolution, double loss) {
    assertThatThrownBy(() -> new ThroughputSearch(highest, lowest, resolution, loss))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("remedy: ");
  }

  @Test
  void framesOfOthersAreNoNegativeLoss() {
    assertThat(new TrialResult(1, 1, 10, 12, 0).loss()).isZero();
    assertThat(new TrialResult(1, 1, 0, 0, 0).loss()).isZero();
    assertThat(new TrialResult(1, 2, 10, 5, 0).loss()).isEqualTo(0.5);
    assertThat(new TrialResult(1, 2, 10, 5, 0).rate()).isEqualTo(5);
  }
}

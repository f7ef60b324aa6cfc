package io.yett.perf.rfc2544;

import io.yett.perf.generator.FrameMix;
import java.util.Locale;

/**
 * Throughput with one kind of frame.
 *
 * @param frames their size, or the name of the mix
 * @param framesPerSecond the highest rate that passed
 * @param megabits of those frames per second, with check sequence, without preamble and gap
 * @param limit what keeps it from being higher: {@code device}, {@code generator}, {@code
 *     highest_rate}
 * @param trials how many there were
 * @param lossAbove percent that was lost in the first trial, at the highest rate
 * @param late frames out of order in the trials that passed
 */
public record Rfc2544Row(
    String frames,
    double framesPerSecond,
    double megabits,
    String limit,
    int trials,
    double lossAbove,
    long late) {

  static Rfc2544Row of(FrameMix mix, ThroughputSearch.Result result, double allowedLoss) {
    return new Rfc2544Row(
        mix.name(),
        result.framesPerSecond(),
        result.framesPerSecond() * mix.meanSize() * 8 / 1e6,
        result.limit().name().toLowerCase(Locale.ROOT),
        result.trials().size(),
        100 * result.trials().getFirst().loss(),
        result.trials().stream()
            .filter(trial -> trial.loss() <= allowedLoss)
            .mapToLong(TrialResult::late)
            .sum());
  }
}

package io.yett.perf.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** One tunnel, one core, by the size of the frames: {@code encrypt-64}, {@code decrypt-imix}. */
final class Sizes {
  /** As many packets as the data plane's configuration has by default. */
  static final int REPLAY_WINDOW = 1024;

  private static final List<Mix> MIXES =
      List.of(
          Mix.of(64), Mix.of(128), Mix.of(256), Mix.IMIX, Mix.of(512), Mix.of(1024), Mix.of(1400));

  /** The sizes that targets are set for. */
  private static final Set<String> STANDARD = Set.of("64", "imix", "512", "1400");

  private Sizes() {}

  static List<Scenario> all() {
    List<Scenario> all = new ArrayList<>();
    MIXES.forEach(mix -> all.add(of("encrypt", mix, Direction.ENCRYPT).build()));
    MIXES.forEach(mix -> all.add(of("decrypt", mix, Direction.DECRYPT).withoutEsn().build()));
    // The same packets come again and again, so the peer cannot have its window on.
    for (Mix mix : MIXES) {
      all.add(
          new ScenarioBuilder("decrypt-window-" + mix.label(), "decrypt", mix.meanFrameSize())
              .direction(Direction.DECRYPT)
              .mix(mix)
              .replayWindow(REPLAY_WINDOW)
              .systems(SystemName.YETT)
              .standard(STANDARD.contains(mix.label()))
              .build());
    }
    return all;
  }

  private static ScenarioBuilder of(String group, Mix mix, Direction direction) {
    return new ScenarioBuilder(group + "-" + mix.label(), group, mix.meanFrameSize())
        .direction(direction)
        .mix(mix)
        .standard(STANDARD.contains(mix.label()));
  }
}

package io.yett.ike.cli;

import io.yett.dataplane.config.ConfigLoader;
import io.yett.dataplane.config.DataplaneConfig;
import io.yett.dataplane.config.LoadedConfig;
import io.yett.dataplane.config.SecretCheck;
import io.yett.ike.tune.Finding;
import io.yett.ike.tune.Machine;
import io.yett.ike.tune.Tuning;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Apart from its command, so that other commands start without loading a YAML parser. */
final class Tune {
  private Tune() {}

  /** {@code config} is null if there is none. */
  static List<Finding> look(Path root, Path config) {
    return Tuning.look(
        new Machine(root), config == null ? Optional.empty() : Optional.of(load(config)));
  }

  private static DataplaneConfig load(Path file) {
    LoadedConfig loaded = ConfigLoader.check(file, SecretCheck.NONE);
    if (!loaded.isUsable()) {
      throw new CliException(
          ExitCode.FAILED,
          loaded.lines().getFirst() + "; `yett config check " + file + "` lists all mistakes");
    }
    return loaded.orThrow().dataplane();
  }
}

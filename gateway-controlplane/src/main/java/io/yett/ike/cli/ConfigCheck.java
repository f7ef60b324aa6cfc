package io.yett.ike.cli;

import io.yett.dataplane.config.ConfigException;
import io.yett.dataplane.config.ConfigLoader;
import io.yett.dataplane.config.GatewayConfig;
import io.yett.dataplane.config.LoadedConfig;
import io.yett.dataplane.config.SecretCheck;
import io.yett.ike.admin.Json;
import io.yett.ike.config.EngineConfig;
import io.yett.ike.pad.Connection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What both processes would say to a configuration file. Apart from its command, so that other
 * commands start without loading a YAML parser.
 *
 * @param lines mistakes and warnings, for people
 */
record ConfigCheck(boolean good, List<String> lines) {

  static ConfigCheck of(Path file, boolean secrets) {
    LoadedConfig loaded = ConfigLoader.check(file, secrets ? SecretCheck.ALL : SecretCheck.NONE);
    List<String> lines = new ArrayList<>(loaded.lines());
    if (!loaded.isUsable()) {
      return new ConfigCheck(false, lines);
    }
    String mistake = engineMistake(loaded.orThrow(), secrets);
    if (mistake != null) {
      lines.add(file + ": " + mistake);
    }
    return new ConfigCheck(mistake == null, lines);
  }

  Map<String, Object> toJson() {
    return Json.object("apiVersion", 1, "ok", good, "problems", lines);
  }

  /** What only the IKE engine would find; null if nothing. */
  private static String engineMistake(GatewayConfig config, boolean secrets) {
    try {
      EngineConfig.settings(config.controlplane());
      if (secrets) {
        EngineConfig.connections(config).forEach(Connection::wipe);
      }
      return null;
    } catch (ConfigException e) {
      return e.getMessage();
    }
  }
}

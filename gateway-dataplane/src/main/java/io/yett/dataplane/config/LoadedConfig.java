package io.yett.dataplane.config;

import java.util.List;
import java.util.Optional;

/**
 * The outcome of a check.
 *
 * @param config present if there is no error
 * @param problems errors and warnings in the order of the file
 * @param lines the same, for people, each naming file, line, column and key
 */
public record LoadedConfig(
    Optional<GatewayConfig> config, List<ConfigProblem> problems, List<String> lines) {

  /** Copies the lists. */
  public LoadedConfig {
    problems = List.copyOf(problems);
    lines = List.copyOf(lines);
  }

  /** Whether the file can be used; there may be warnings. */
  public boolean isUsable() {
    return config.isPresent();
  }

  /**
   * The configuration, or all errors.
   *
   * @throws ConfigException whose message has one line for each error
   */
  public GatewayConfig orThrow() {
    return config.orElseThrow(() -> new ConfigException(String.join("\n", lines)));
  }
}

package io.yett.dataplane;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The command line of the data plane.
 *
 * @param config empty for help and version
 */
record DataplaneOptions(Action action, Optional<Path> config) {
  static final String USAGE =
      """
      usage: yett dataplane --config FILE [--check]

      Forwards packets as FILE says, until it is told to stop (SIGTERM, Ctrl-C).

        --config FILE  the gateway's configuration
        --check        only read and check FILE
        --help         this text
        --version      this version and that of DPDK

      Exit codes: 0 stopped as asked, or FILE is in order; 1 a lane died or an internal fault;
      2 a mistake on the command line or in FILE; 3 it could not start (DPDK, a port, the SA channel).
      """;

  enum Action {
    RUN,
    CHECK,
    HELP,
    VERSION
  }

  /** Throws {@link IllegalArgumentException} in one line for a mistake. */
  static DataplaneOptions parse(String... arguments) {
    Action action = Action.RUN;
    Path config = null;
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--help", "-h" -> {
          return new DataplaneOptions(Action.HELP, Optional.empty());
        }
        case "--version", "-V" -> {
          return new DataplaneOptions(Action.VERSION, Optional.empty());
        }
        case "--check" -> action = Action.CHECK;
        case "--config" -> {
          if (++i == arguments.length) {
            throw new IllegalArgumentException("--config needs a file");
          }
          config = path(arguments[i]);
        }
        default ->
            throw new IllegalArgumentException(
                "unknown argument '" + arguments[i] + "'; --help lists what there is");
      }
    }
    if (config == null) {
      throw new IllegalArgumentException("--config FILE is missing; --help says more");
    }
    return new DataplaneOptions(action, Optional.of(config));
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("'" + text + "' is no file name", e);
    }
  }
}

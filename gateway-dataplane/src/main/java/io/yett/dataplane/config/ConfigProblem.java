package io.yett.dataplane.config;

import java.util.Comparator;

/**
 * Something in the configuration file that a person should look at.
 *
 * @param line from 1; 0 when it has no place
 * @param column from 1; 0 when it has no place
 * @param key the path of the key, such as {@code dataplane.ports[0].mtu}; empty for the whole file
 * @param text what was found and what is allowed, in one line; never a secret
 */
public record ConfigProblem(Level level, int line, int column, String key, String text) {

  /** In the order of the file. */
  public static final Comparator<ConfigProblem> BY_PLACE =
      Comparator.comparingInt(ConfigProblem::line).thenComparingInt(ConfigProblem::column);

  /** Whether it stops the gateway. */
  public enum Level {
    /** The file is refused. */
    ERROR,
    /** The file is used, but somebody should think about it. */
    WARNING
  }

  /**
   * {@code gateway.yaml:14:12: dataplane.lane.shape: found 'fussed', allowed: fused, pipelined}.
   */
  public String describe(String fileName) {
    StringBuilder line = new StringBuilder(fileName);
    if (this.line > 0) {
      line.append(':').append(this.line).append(':').append(column);
    }
    line.append(": ");
    if (level == Level.WARNING) {
      line.append("warning: ");
    }
    if (!key.isEmpty()) {
      line.append(key).append(": ");
    }
    return line.append(text).toString();
  }
}

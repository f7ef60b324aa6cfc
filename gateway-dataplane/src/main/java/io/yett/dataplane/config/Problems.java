package io.yett.dataplane.config;

import io.yett.dataplane.config.ConfigProblem.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Collects all problems of one file, each at its place. */
final class Problems {
  /** A file that is wrong from end to end needs no longer list. */
  static final int MAX_ERRORS = 200;

  private final List<ConfigProblem> list = new ArrayList<>();
  private Map<String, Position> positions = Map.of();

  /** Where each key path is, once the file has been parsed. */
  void positions(Map<String, Position> positions) {
    this.positions = positions;
  }

  void error(String key, String text) {
    errorAt(positionOf(key), key, text);
  }

  void errorAt(Position position, String key, String text) {
    if (list.size() < MAX_ERRORS) {
      list.add(new ConfigProblem(Level.ERROR, position.line(), position.column(), key, text));
    }
  }

  void warning(String key, String text) {
    Position position = positionOf(key);
    list.add(new ConfigProblem(Level.WARNING, position.line(), position.column(), key, text));
  }

  /** Whether anything at or below a key has an error, so that it makes no sense to look closer. */
  boolean isBroken(String key) {
    return list.stream().anyMatch(p -> p.level() == Level.ERROR && isAtOrBelow(p.key(), key));
  }

  boolean hasErrors() {
    return list.stream().anyMatch(p -> p.level() == Level.ERROR);
  }

  List<ConfigProblem> sorted() {
    return list.stream().sorted(ConfigProblem.BY_PLACE).toList();
  }

  private static boolean isAtOrBelow(String key, String parent) {
    return key.startsWith(parent)
        && (key.length() == parent.length()
            || parent.isEmpty()
            || key.charAt(parent.length()) == '.'
            || key.charAt(parent.length()) == '[');
  }

  /** The place of a key, or of the nearest one above that has a place (defaults have none). */
  private Position positionOf(String key) {
    String path = key;
    while (true) {
      Position position = positions.get(path);
      if (position != null) {
        return position;
      }
      int cut = Math.max(path.lastIndexOf('.'), path.lastIndexOf('['));
      if (cut < 0) {
        return positions.getOrDefault("", Position.UNKNOWN);
      }
      path = path.substring(0, cut);
    }
  }
}

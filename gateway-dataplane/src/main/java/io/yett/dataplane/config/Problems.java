package io.yett.dataplane.config;

import io.yett.dataplane.config.ConfigProblem.Level;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Collects all problems of one file, each at its place. */
final class Problems {
  /** A file that is wrong from end to end needs no longer list. */
  static final int MAX_ERRORS = 200;

  /** Nor does one whose every part could be better. */
  static final int MAX_WARNINGS = 200;

  /** What is found; {@code position} is null while nobody has asked where the key is. */
  private record Found(Level level, Position position, String key, String text) {}

  private final List<Found> errors = new ArrayList<>();
  private final List<Found> warnings = new ArrayList<>();
  private Function<Set<String>, Map<String, Position>> positions = keys -> Map.of();

  /** What tells where key paths are, those that have a place. */
  void positions(Function<Set<String>, Map<String, Position>> positions) {
    this.positions = positions;
  }

  void error(String key, String text) {
    errorAt(null, key, text);
  }

  void errorAt(Position position, String key, String text) {
    if (errors.size() < MAX_ERRORS) {
      errors.add(new Found(Level.ERROR, position, key, text));
    }
  }

  void warning(String key, String text) {
    if (warnings.size() < MAX_WARNINGS) {
      warnings.add(new Found(Level.WARNING, null, key, text));
    }
  }

  /** Whether anything at or below a key has an error, so that it makes no sense to look closer. */
  boolean isBroken(String key) {
    return !errors.isEmpty() && errors.stream().anyMatch(p -> isAtOrBelow(p.key(), key));
  }

  boolean hasErrors() {
    return !errors.isEmpty();
  }

  List<ConfigProblem> sorted() {
    Set<String> keys = new HashSet<>();
    Stream.of(errors, warnings)
        .flatMap(List::stream)
        .filter(found -> found.position() == null)
        .forEach(found -> addWithParents(found.key(), keys));
    Map<String, Position> places = keys.isEmpty() ? Map.of() : positions.apply(keys);
    return Stream.of(errors, warnings)
        .flatMap(List::stream)
        .map(found -> {
          Position place =
              found.position() == null ? positionOf(found.key(), places) : found.position();
          return new ConfigProblem(
              found.level(), place.line(), place.column(), found.key(), found.text());
        })
        .sorted(ConfigProblem.BY_PLACE)
        .toList();
  }

  private static void addWithParents(String key, Set<String> keys) {
    for (String path = key; keys.add(path) && !path.isEmpty(); ) {
      path = parentOf(path);
    }
  }

  private static String parentOf(String key) {
    return key.substring(0, Math.max(0, Math.max(key.lastIndexOf('.'), key.lastIndexOf('['))));
  }

  private static boolean isAtOrBelow(String key, String parent) {
    return key.startsWith(parent)
        && (key.length() == parent.length()
            || parent.isEmpty()
            || key.charAt(parent.length()) == '.'
            || key.charAt(parent.length()) == '[');
  }

  /** The place of a key, or of the nearest one above that has a place (defaults have none). */
  private static Position positionOf(String key, Map<String, Position> places) {
    String path = key;
    while (true) {
      Position position = places.get(path);
      if (position != null || path.isEmpty()) {
        return position == null ? Position.UNKNOWN : position;
      }
      path = parentOf(path);
    }
  }
}

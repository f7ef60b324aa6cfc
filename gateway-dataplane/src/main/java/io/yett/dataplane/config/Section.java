package io.yett.dataplane.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * A part of the checked tree and its key path, read by type. Only for parts that the schema found
 * in order and whose defaults are filled in.
 */
record Section(JsonNode node, String path, Problems problems) {

  Section at(String key) {
    return new Section(node.path(key), keyOf(key), problems);
  }

  String keyOf(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  boolean has(String key) {
    return node.has(key);
  }

  String text(String key) {
    return node.get(key).asString();
  }

  Optional<String> optionalText(String key) {
    return has(key) ? Optional.of(text(key)) : Optional.empty();
  }

  int integer(String key) {
    return node.get(key).intValue();
  }

  long number(String key) {
    return node.get(key).longValue();
  }

  double decimal(String key) {
    return node.get(key).doubleValue();
  }

  boolean bool(String key) {
    return node.get(key).booleanValue();
  }

  <E extends Enum<E>> E choice(String key, Class<E> type) {
    return Enum.valueOf(type, text(key).toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /** The entries of a list. */
  List<Section> list(String key) {
    List<Section> entries = new ArrayList<>();
    JsonNode array = node.path(key);
    for (int i = 0; array.isArray() && i < array.size(); i++) {
      entries.add(new Section(array.get(i), keyOf(key) + "[" + i + "]", problems));
    }
    return entries;
  }

  List<String> texts(String key) {
    return list(key).stream().map(entry -> entry.node.asString()).toList();
  }

  /**
   * Maps the entries that are in order; the others are left out, their problems are known already.
   * A mapper throws {@link IllegalArgumentException} for what makes no sense, or returns null after
   * it has reported a problem itself.
   */
  <T> List<T> map(String key, Function<Section, T> mapper) {
    List<T> mapped = new ArrayList<>();
    for (Section entry : list(key)) {
      if (problems.isBroken(entry.path)) {
        continue;
      }
      try {
        T value = mapper.apply(entry);
        if (value != null) {
          mapped.add(value);
        }
      } catch (IllegalArgumentException e) {
        problems.error(entry.path, e.getMessage());
      }
    }
    return mapped;
  }

  void error(String key, String text) {
    problems.error(keyOf(key), text);
  }

  void warning(String key, String text) {
    problems.warning(keyOf(key), text);
  }
}

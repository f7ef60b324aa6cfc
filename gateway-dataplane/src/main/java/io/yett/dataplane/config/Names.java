package io.yett.dataplane.config;

import java.util.HashMap;
import java.util.Map;

/** Finds what must be unique and is not. */
final class Names {
  private final String what;
  private final Map<Object, String> seen = new HashMap<>();

  /** {@code what} reads as in "name", "SPI". */
  Names(String what) {
    this.what = what;
  }

  /** Reports a second use of a value at a key of a section. */
  void claim(Section section, String key, Object value) {
    String first = seen.putIfAbsent(value, section.keyOf(key));
    if (first != null) {
      section.error(key, what + " '" + value + "' is used twice, first by " + first);
    }
  }

  boolean has(Object value) {
    return seen.containsKey(value);
  }
}

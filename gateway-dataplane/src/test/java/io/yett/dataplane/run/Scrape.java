package io.yett.dataplane.run;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Prometheus' text format, read strictly: name, labels, value. */
final class Scrape {
  private static final Pattern SAMPLE =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{[^}]*})? ([-+0-9.eENaIif]+)");

  private final Map<String, Double> samples = new TreeMap<>();

  Scrape(String text) {
    for (String line : text.lines().toList()) {
      if (line.startsWith("#") || line.isBlank()) {
        continue;
      }
      Matcher matcher = SAMPLE.matcher(line);
      if (!matcher.matches()) {
        throw new AssertionError("no Prometheus sample: " + line);
      }
      String key = matcher.group(1) + (matcher.group(2) == null ? "" : matcher.group(2));
      if (samples.put(key, Double.parseDouble(matcher.group(3))) != null) {
        throw new AssertionError("a sample twice: " + line);
      }
    }
  }

  double value(String key) {
    Double value = samples.get(key);
    if (value == null) {
      throw new AssertionError("no sample " + key + " among " + samples.keySet());
    }
    return value;
  }

  long countOf(String name) {
    return samples.keySet().stream().filter(key -> key.startsWith(name + "{")).count();
  }
}

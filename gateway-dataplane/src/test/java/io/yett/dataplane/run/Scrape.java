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

  /** Scrapes a process in a namespace, by no more than bash. */
  static Scrape of(Namespaces lab, String namespace, int port) {
    String request =
        "exec 3<>/dev/tcp/127.0.0.1/"
            + port
            + "; printf 'GET /metrics HTTP/1.0\\r\\n\\r\\n' >&3; cat <&3";
    String answer = lab.run(namespace, "timeout", "10", "bash", "-c", request).output();
    int body = answer.indexOf("\r\n\r\n");
    if (!answer.startsWith("HTTP/1.1 200") || body < 0) {
      throw new AssertionError("no metrics: " + answer);
    }
    return new Scrape(answer.substring(body + 4));
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

package io.yett.ike.crypto;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Proposals by their text: a connection's are needed at each exchange, and thousands of connections
 * often have the same. Bounded; what finds no place is parsed each time. Thread-safe.
 *
 * @param <P> immutable
 */
final class ParsedOnce<P> {
  private static final int MOST = 1024;

  private final Map<List<String>, P> parsed = new HashMap<>();

  synchronized P get(List<String> texts, Function<List<String>, P> parser) {
    P known = parsed.get(texts);
    if (known != null) {
      return known;
    }
    P made = parser.apply(texts);
    if (parsed.size() < MOST) {
      parsed.putIfAbsent(List.copyOf(texts), made);
    }
    return made;
  }
}

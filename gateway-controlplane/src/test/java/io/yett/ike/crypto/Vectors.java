package io.yett.ike.crypto;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Vector files: paragraphs of {@code key = value}; a line that begins with # names the source. */
final class Vectors {
  private Vectors() {}

  static List<Map<String, String>> read(String name) {
    String text;
    try (InputStream stream = Vectors.class.getResourceAsStream("/io/yett/ike/crypto/" + name)) {
      text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<Map<String, String>> vectors = new ArrayList<>();
    Map<String, String> vector = new HashMap<>();
    for (String line : text.lines().toList()) {
      int equals = line.indexOf(" =");
      if (line.isBlank() && !vector.isEmpty()) {
        vectors.add(vector);
        vector = new HashMap<>();
      } else if (!line.startsWith("#") && equals > 0) {
        vector.put(line.substring(0, equals), line.substring(equals + 2).trim());
      }
    }
    vectors.add(vector);
    return vectors;
  }

  static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }
}

package io.yett.lab.linux;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * The algorithms of an ESP SA, as Yett and as the kernel name them.
 *
 * @param name as in Yett's file
 * @param rfcs that define it
 * @param alignment of the ciphertext, in octets
 * @param encryptionOctets of the encryption key and its salt
 * @param integrityOctets of the integrity key
 * @param words for {@code ip xfrm state}, with {@code {e}} and {@code {i}} in place of the keys
 */
record LinuxSuite(
    String name,
    String rfcs,
    int alignment,
    int encryptionOctets,
    int integrityOctets,
    String words) {

  /** Those of {@code suites.csv}. */
  static List<LinuxSuite> all() {
    try (InputStream table = LinuxSuite.class.getResourceAsStream("suites.csv")) {
      String text =
          new String(Objects.requireNonNull(table).readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().filter(line -> !line.startsWith("#")).map(LinuxSuite::parse).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static LinuxSuite parse(String line) {
    String[] fields = line.split("; ", -1);
    return new LinuxSuite(
        fields[0],
        fields[1],
        Integer.parseInt(fields[2]),
        Integer.parseInt(fields[3]),
        Integer.parseInt(fields[4]),
        fields[5]);
  }

  int keyOctets() {
    return encryptionOctets + integrityOctets;
  }

  /** For {@code ip xfrm state} in a shell, with the key material of one direction, in hex. */
  String wordsWith(String key) {
    int end = 2 * encryptionOctets;
    return words
        .replaceAll("(\\S+\\(\\S+\\))", "'$1'")
        .replace("{e}", "0x" + key.substring(0, end))
        .replace("{i}", "0x" + key.substring(end));
  }
}

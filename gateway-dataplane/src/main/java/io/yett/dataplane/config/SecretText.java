package io.yett.dataplane.config;

import java.util.Arrays;
import java.util.function.Supplier;

/** Turns the text of a secret into its octets without a String in between. */
final class SecretText {
  private SecretText() {}

  static Secret parseHex(byte[] text, int octets, Supplier<String> where) {
    byte[] digits = digitsOf(text, where);
    try {
      if (digits.length != 2 * octets) {
        throw new ConfigException(
            where.get()
                + ": found "
                + digits.length
                + " hexadecimal digits, needs "
                + 2 * octets
                + " ("
                + octets
                + " octets: the key, then its salt or integrity key)");
      }
      return Secret.owning(pairs(digits));
    } finally {
      Arrays.fill(digits, (byte) 0);
    }
  }

  static Secret parsePsk(byte[] text, Supplier<String> where) {
    int end = text.length;
    while (end > 0 && (text[end - 1] == '\n' || text[end - 1] == '\r')) {
      end--;
    }
    if (end == 0) {
      throw new ConfigException(where.get() + ": the pre-shared key is empty");
    }
    byte[] trimmed = Arrays.copyOf(text, end);
    if (!startsWithHexPrefix(trimmed)) {
      return Secret.owning(trimmed);
    }
    byte[] digits = digitsOf(trimmed, where);
    Arrays.fill(trimmed, (byte) 0);
    try {
      if (digits.length == 0 || digits.length % 2 != 0) {
        throw new ConfigException(
            where.get() + ": found " + digits.length + " hexadecimal digits after 0x, needs pairs");
      }
      return Secret.owning(pairs(digits));
    } finally {
      Arrays.fill(digits, (byte) 0);
    }
  }

  private static boolean startsWithHexPrefix(byte[] text) {
    return text.length >= 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
  }

  /** The values 0..15 of the digits, with blanks and a leading 0x left out. */
  private static byte[] digitsOf(byte[] text, Supplier<String> where) {
    byte[] digits = new byte[text.length];
    int count = 0;
    int start = 0;
    while (start < text.length && text[start] <= ' ' && text[start] >= 0) {
      start++;
    }
    if (start + 1 < text.length
        && text[start] == '0'
        && (text[start + 1] == 'x' || text[start + 1] == 'X')) {
      start += 2;
    }
    for (int i = start; i < text.length; i++) {
      if (text[i] <= ' ' && text[i] >= 0) {
        continue;
      }
      int digit = Character.digit(text[i], 16);
      if (digit < 0) {
        Arrays.fill(digits, (byte) 0);
        throw new ConfigException(
            where.get() + ": octet " + (i + 1) + " is not a hexadecimal digit");
      }
      digits[count++] = (byte) digit;
    }
    byte[] exact = Arrays.copyOf(digits, count);
    Arrays.fill(digits, (byte) 0);
    return exact;
  }

  private static byte[] pairs(byte[] digits) {
    byte[] octets = new byte[digits.length / 2];
    for (int i = 0; i < octets.length; i++) {
      octets[i] = (byte) (digits[2 * i] << 4 | digits[2 * i + 1]);
    }
    return octets;
  }
}

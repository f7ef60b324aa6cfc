package io.yett.ike.config;

import io.yett.dataplane.config.ConfigException;
import io.yett.dataplane.config.Secret;
import io.yett.dataplane.config.SecretSource;
import io.yett.ike.pad.EapUsers;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Users for EAP: a line for each, its name, a colon, its password. Empty lines and those that begin
 * with {@code #} do not count.
 */
final class EapUserFile {
  private EapUserFile() {}

  static EapUsers read(SecretSource source) {
    EapUsers users = new EapUsers();
    try (Secret file = source.readKeyFile()) {
      CharBuffer text = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(file.octets()));
      try {
        int number = 0;
        for (int at = 0; at < text.limit(); ) {
          int end = at;
          while (end < text.limit() && text.get(end) != '\n') {
            end++;
          }
          number++;
          line(users, text, at, end, source.describe() + ": line " + number);
          at = end + 1;
        }
      } finally {
        Arrays.fill(text.array(), '\0');
      }
    } catch (ConfigException e) {
      users.wipe();
      throw e;
    }
    return users;
  }

  private static void line(EapUsers users, CharBuffer text, int from, int to, String where) {
    int end = to > from && text.get(to - 1) == '\r' ? to - 1 : to;
    if (from == end || text.get(from) == '#') {
      return;
    }
    int colon = from;
    while (colon < end && text.get(colon) != ':') {
      colon++;
    }
    if (colon == end || colon + 1 == end) {
      throw new ConfigException(where + ": needs a name, a colon and a password");
    }
    char[] password = new char[end - colon - 1];
    text.get(colon + 1, password);
    try {
      users.add(text.subSequence(from, colon).toString(), password);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(where + ": " + e.getMessage(), e);
    } finally {
      Arrays.fill(password, '\0');
    }
  }
}

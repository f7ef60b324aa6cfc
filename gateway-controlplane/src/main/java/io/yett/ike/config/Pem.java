package io.yett.ike.config;

import io.yett.dataplane.config.ConfigException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * One block of a PEM file (RFC 7468). What is outside of blocks is ignored. Contents are never made
 * a String, so that those that are secret can be wiped.
 */
final class Pem {
  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String DASHES = "-----";

  /** Blocks of one file: an authority bundle. */
  private static final int MAX_BLOCKS = 1024;

  private final String label;
  private final byte[] content;
  private final boolean encryptedOldWay;

  private Pem(String label, byte[] content, boolean encryptedOldWay) {
    this.label = label;
    this.content = content;
    this.encryptedOldWay = encryptedOldWay;
  }

  /** What stands behind BEGIN. */
  String label() {
    return label;
  }

  boolean is(String other) {
    return label.equals(other);
  }

  /** The decoded octets, not a copy. */
  byte[] content() {
    return content;
  }

  /** Whether it has the headers of OpenSSL's encryption before PKCS #8 (RFC 1421). */
  boolean encryptedOldWay() {
    return encryptedOldWay;
  }

  void wipe() {
    Arrays.fill(content, (byte) 0);
  }

  static boolean isPem(byte[] file) {
    return indexOf(file, BEGIN, 0) >= 0;
  }

  /**
   * All blocks of a file.
   *
   * @param where its name, for messages
   */
  static List<Pem> parse(byte[] file, String where) {
    List<Pem> blocks = new ArrayList<>();
    int at = 0;
    while ((at = indexOf(file, BEGIN, at)) >= 0) {
      int labelEnd = indexOf(file, DASHES, at + BEGIN.length());
      String label =
          labelEnd < 0
              ? ""
              : new String(
                  file,
                  at + BEGIN.length(),
                  Math.min(labelEnd - at - BEGIN.length(), 64),
                  StandardCharsets.US_ASCII);
      int begin = labelEnd + DASHES.length();
      int end = labelEnd < 0 ? -1 : indexOf(file, END + label + DASHES, begin);
      if (end < 0) {
        throw new ConfigException(where + ": a PEM block has no end (END " + label + ")");
      }
      if (blocks.size() == MAX_BLOCKS) {
        throw new ConfigException(where + ": has more than " + MAX_BLOCKS + " PEM blocks");
      }
      blocks.add(block(label, Arrays.copyOfRange(file, begin, end), where));
      at = end;
    }
    return blocks;
  }

  private static Pem block(String label, byte[] body, String where) {
    int begin = 0;
    boolean encrypted = indexOf(body, "Proc-Type: 4,ENCRYPTED", 0) >= 0;
    if (indexOf(body, ":", 0) >= 0) { // headers, which end with an empty line
      int blank = Math.max(indexOf(body, "\n\n", 0), indexOf(body, "\r\n\r\n", 0));
      begin = Math.max(blank, 0);
    }
    byte[] text = Arrays.copyOfRange(body, begin, body.length);
    Arrays.fill(body, (byte) 0);
    try {
      return new Pem(label, Base64.getMimeDecoder().decode(text), encrypted);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(where + ": a PEM block is not in base64", e);
    } finally {
      Arrays.fill(text, (byte) 0);
    }
  }

  private static int indexOf(byte[] in, String text, int from) {
    byte[] wanted = text.getBytes(StandardCharsets.US_ASCII);
    for (int i = from; i + wanted.length <= in.length; i++) {
      if (Arrays.equals(in, i, i + wanted.length, wanted, 0, wanted.length)) {
        return i;
      }
    }
    return -1;
  }

  /** Shows no contents. */
  @Override
  public String toString() {
    return "Pem[" + label + "]";
  }
}

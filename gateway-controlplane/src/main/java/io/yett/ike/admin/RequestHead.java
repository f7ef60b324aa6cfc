package io.yett.ike.admin;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads the head of an HTTP/1.1 request (RFC 9112), and only as much of it as the API needs: a
 * request line and header fields, no body. It is strict: what it does not expect is an error, never
 * a guess.
 */
final class RequestHead {
  /** Octets of a head, its empty line included. */
  static final int MAX_LENGTH = 4096;

  private static final int MAX_HEADERS = 32;
  private static final int MAX_SEGMENTS = 8;

  private RequestHead() {}

  /** Where the head ends, just after its empty line; -1 if it is not complete yet. */
  static int end(byte[] octets, int length) {
    for (int i = 3; i < length; i++) {
      if (octets[i] == '\n'
          && octets[i - 1] == '\r'
          && octets[i - 2] == '\n'
          && octets[i - 3] == '\r') {
        return i + 1;
      }
    }
    return -1;
  }

  /**
   * Parses a complete head.
   *
   * @throws IllegalArgumentException in one line, if it is not a request that the API takes
   */
  static AdminRequest parse(byte[] octets, int length) {
    for (int i = 0; i < length; i++) {
      boolean allowed = octets[i] >= 0x20 && octets[i] < 0x7f;
      if (!allowed && octets[i] != '\r' && octets[i] != '\n' && octets[i] != '\t') {
        throw new IllegalArgumentException("the request's head is not text");
      }
    }
    String text = new String(octets, 0, length, StandardCharsets.US_ASCII);
    List<String> lines = List.of(text.split("\r\n", -1));
    for (String line : lines) {
      if (line.indexOf('\r') >= 0 || line.indexOf('\n') >= 0) {
        throw new IllegalArgumentException("a bare CR or LF in the request's head");
      }
    }
    checkHeaders(lines.subList(1, lines.size() - 2));
    return requestLine(lines.getFirst());
  }

  private static AdminRequest requestLine(String line) {
    String[] parts = line.split(" ", -1);
    if (parts.length != 3 || !(parts[2].equals("HTTP/1.1") || parts[2].equals("HTTP/1.0"))) {
      throw new IllegalArgumentException("not an HTTP/1.1 request line");
    }
    if (!parts[0].matches("[A-Z]{1,16}")) {
      throw new IllegalArgumentException("bad method");
    }
    String target = parts[1];
    int question = target.indexOf('?');
    String path = question < 0 ? target : target.substring(0, question);
    String query = question < 0 ? "" : target.substring(question + 1);
    return new AdminRequest(parts[0], segments(path), parameters(query));
  }

  private static void checkHeaders(List<String> headers) {
    if (headers.size() > MAX_HEADERS) {
      throw new IllegalArgumentException("more than " + MAX_HEADERS + " header fields");
    }
    for (String header : headers) {
      int colon = header.indexOf(':');
      if (colon < 1 || !header.substring(0, colon).matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+")) {
        throw new IllegalArgumentException("a malformed header field");
      }
      String name = header.substring(0, colon).toLowerCase(Locale.ROOT);
      String value = header.substring(colon + 1).strip();
      if (name.equals("transfer-encoding")
          || (name.equals("content-length") && !value.equals("0"))) {
        throw new IllegalArgumentException("a request to this API has no body");
      }
    }
  }

  private static List<String> segments(String path) {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("the request's target is not a path");
    }
    String[] raw = path.substring(1).split("/", -1);
    if (raw.length > MAX_SEGMENTS) {
      throw new IllegalArgumentException("the path is too deep");
    }
    List<String> segments = new ArrayList<>();
    for (String segment : raw) {
      segments.add(decode(segment));
    }
    return segments;
  }

  private static Map<String, String> parameters(String query) {
    Map<String, String> parameters = new LinkedHashMap<>();
    if (query.isEmpty()) {
      return parameters;
    }
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException("a parameter is not of the form name=value");
      }
      String name = decode(pair.substring(0, equals));
      if (parameters.put(name, decode(pair.substring(equals + 1))) != null) {
        throw new IllegalArgumentException("a parameter is given twice");
      }
    }
    return parameters;
  }

  /** Percent-decoding (RFC 3986 §2.1) to strict UTF-8. */
  private static String decode(String text) {
    ByteBuffer out = ByteBuffer.allocate(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '%') {
        out.put((byte) c);
        continue;
      }
      boolean complete = i + 2 < text.length();
      int high = complete ? Character.digit(text.charAt(i + 1), 16) : -1;
      int low = complete ? Character.digit(text.charAt(i + 2), 16) : -1;
      if (high < 0 || low < 0) {
        throw new IllegalArgumentException("a malformed percent-encoding");
      }
      out.put((byte) (high << 4 | low));
      i += 2;
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(out.flip()).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("a percent-encoding is not UTF-8", e);
    }
  }
}

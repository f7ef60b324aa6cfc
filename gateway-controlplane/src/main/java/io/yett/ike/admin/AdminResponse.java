package io.yett.ike.admin;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * An answer.
 *
 * @param status HTTP status code
 * @param body a JSON object
 */
public record AdminResponse(int status, Map<String, Object> body) {
  /** The version of the API; see docs/admin-api.md. */
  public static final int API_VERSION = 1;

  /** 200 with these fields. */
  public static AdminResponse ok(Map<String, Object> fields) {
    return of(200, fields);
  }

  /** 202 with these fields. */
  public static AdminResponse accepted(Map<String, Object> fields) {
    return of(202, fields);
  }

  /**
   * An error.
   *
   * @param code a word for programs, as docs/admin-api.md lists them
   * @param message one line for people
   */
  public static AdminResponse error(int status, String code, String message) {
    return of(status, Json.object("error", Json.object("code", code, "message", message)));
  }

  private static AdminResponse of(int status, Map<String, Object> fields) {
    Map<String, Object> body = Json.object("apiVersion", API_VERSION);
    body.putAll(fields);
    return new AdminResponse(status, body);
  }

  /** The whole answer as HTTP/1.1 octets. */
  ByteBuffer encode() {
    byte[] json = Json.write(body);
    String head =
        "HTTP/1.1 "
            + status
            + " "
            + reason(status)
            + "\r\nContent-Type: application/json\r\nContent-Length: "
            + (json.length + 1)
            + "\r\nConnection: close\r\n\r\n";
    byte[] start = head.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer out = ByteBuffer.allocate(start.length + json.length + 1);
    return out.put(start).put(json).put((byte) '\n').flip();
  }

  private static String reason(int status) {
    return switch (status) {
      case 200 -> "OK";
      case 202 -> "Accepted";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 408 -> "Request Timeout";
      case 409 -> "Conflict";
      case 431 -> "Request Header Fields Too Large";
      case 500 -> "Internal Server Error";
      case 503 -> "Service Unavailable";
      default -> "Bad Request";
    };
  }
}

package io.yett.ike.cli;

import io.yett.ike.admin.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One request and its answer over the admin socket. Each request is a connection of its own. Not
 * thread-safe.
 */
public final class AdminClient {
  /** More than any list that a gateway of this size answers. */
  private static final int MAX_RESPONSE = 64 << 20;

  private static final long TIMEOUT_MILLIS = 15_000;

  private final Path socket;

  /** A client of the control plane that listens on this socket. */
  public AdminClient(Path socket) {
    this.socket = socket;
  }

  /** GET; the answer's JSON object. Throws {@link CliException}. */
  public Map<String, Object> get(String path) {
    return request("GET", path);
  }

  /** POST; the answer's JSON object. Throws {@link CliException}. */
  public Map<String, Object> post(String path) {
    return request("POST", path);
  }

  /**
   * Sends a request without a body.
   *
   * @throws CliException with {@link ExitCode#UNREACHABLE} if nobody answers, or {@link
   *     ExitCode#FAILED} and the daemon's own words if it refuses
   */
  private Map<String, Object> request(String method, String path) {
    byte[] response;
    try {
      response = exchange(method + " " + path + " HTTP/1.1\r\nHost: yett\r\n\r\n");
    } catch (IOException e) {
      throw unreachable(e);
    }
    return parse(response);
  }

  private byte[] exchange(String request) throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        Selector selector = Selector.open()) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ);
      return readToEnd(channel, selector);
    }
  }

  private static byte[] readToEnd(SocketChannel channel, Selector selector) throws IOException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MILLIS);
    ByteArrayOutputStream response = new ByteArrayOutputStream();
    ByteBuffer buffer = ByteBuffer.allocate(16 << 10);
    while (true) {
      long remaining = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (remaining <= 0) {
        throw new IOException("no answer within " + TIMEOUT_MILLIS / 1000 + " s");
      }
      selector.select(remaining);
      selector.selectedKeys().clear();
      int read = channel.read(buffer.clear());
      if (read < 0) {
        return response.toByteArray();
      }
      if (response.size() + read > MAX_RESPONSE) {
        throw new IOException("the answer is larger than " + (MAX_RESPONSE >> 20) + " MiB");
      }
      response.write(buffer.array(), 0, read);
    }
  }

  private Map<String, Object> parse(byte[] response) {
    int bodyStart = indexOfBody(response);
    String statusLine =
        new String(response, 0, Math.min(12, response.length), StandardCharsets.US_ASCII);
    if (bodyStart < 0 || !statusLine.matches("HTTP/1\\.1 \\d{3}")) {
      throw new CliException(
          ExitCode.UNREACHABLE,
          "what answers on " + socket + " is not the yett control plane; check --socket");
    }
    byte[] body = new byte[response.length - bodyStart];
    System.arraycopy(response, bodyStart, body, 0, body.length);
    Map<String, Object> answer;
    try {
      answer = Json.parseObject(body);
    } catch (IllegalArgumentException e) {
      throw new CliException(
          ExitCode.FAILED, "the control plane's answer is cut short: " + e.getMessage());
    }
    if (Integer.parseInt(statusLine.substring(9)) >= 400) {
      throw new CliException(ExitCode.FAILED, Node.of(answer).child("error").text("message"));
    }
    return answer;
  }

  private static int indexOfBody(byte[] response) {
    for (int i = 0; i + 3 < response.length; i++) {
      if (response[i] == '\r'
          && response[i + 1] == '\n'
          && response[i + 2] == '\r'
          && response[i + 3] == '\n') {
        return i + 4;
      }
    }
    return -1;
  }

  private CliException unreachable(IOException e) {
    String reason;
    if (e instanceof AccessDeniedException || (Files.exists(socket) && !Files.isReadable(socket))) {
      reason = "permission denied; run as root or as the user of the control plane";
    } else if (Files.notExists(socket)) {
      reason = "no such socket; start it with `yett controlplane --config FILE`, or give --socket";
    } else {
      reason = e.getMessage() + "; is the control plane running?";
    }
    return new CliException(
        ExitCode.UNREACHABLE, "control plane not reachable at " + socket + ": " + reason);
  }
}

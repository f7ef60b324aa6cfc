package io.yett.ike.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The server over a real UNIX socket, with clients that mean well and clients that do not. */
@Timeout(60)
final class AdminServerTest {
  private static final String GOOD = "GET /v1/echo/a%20b?x=1 HTTP/1.1\r\nHost: yett\r\n\r\n";

  @TempDir private Path directory;
  private Path file;
  private AdminServer server;
  private Thread thread;

  @BeforeEach
  void start() throws IOException {
    file = directory.resolve("run").resolve("control.sock");
    server = AdminServer.open(file, AdminServerTest::answer);
    thread = new Thread(server, "admin");
    thread.start();
  }

  @AfterEach
  void stop() throws InterruptedException {
    server.close();
    thread.join();
    assertThat(file).doesNotExist();
  }

  private static CompletableFuture<AdminResponse> answer(AdminRequest request) {
    if (request.path().contains("never")) {
      return new CompletableFuture<>();
    }
    if (request.path().contains("throw")) {
      throw new IllegalStateException("a bug");
    }
    return CompletableFuture.supplyAsync(() ->
        AdminResponse.ok(
            Json.object(
                "method", request.method(), "path", request.path(), "query", request.query())));
  }

  @Test
  void answersAWellFormedRequest() throws IOException {
    String answer = exchange(GOOD);

    assertThat(answer).startsWith("HTTP/1.1 200 OK\r\n").contains("Content-Type: application/json");
    assertThat(body(answer))
        .containsEntry("apiVersion", 1L)
        .containsEntry("method", "GET")
        .containsEntry("path", List.of("v1", "echo", "a b"))
        .containsEntry("query", Map.of("x", "1"));
  }

  @Test
  void isClosedToOthers() throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
        .isEqualTo("rwx------");
  }

  @Test
  void takesARequestOctetByOctet() throws IOException {
    try (SocketChannel client = connect()) {
      for (byte octet : GOOD.getBytes(StandardCharsets.US_ASCII)) {
        client.write(ByteBuffer.wrap(new byte[] {octet}));
      }
      assertThat(readAll(client)).startsWith("HTTP/1.1 200 ");
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "GARBAGE\\r\\n\\r\\n | 400",
        "GET /v1 HTTP/2.0\\r\\n\\r\\n | 400",
        "GET  /v1 HTTP/1.1\\r\\n\\r\\n | 400",
        "get /v1 HTTP/1.1\\r\\n\\r\\n | 400",
        "GET v1 HTTP/1.1\\r\\n\\r\\n | 400",
        "GET /%zz HTTP/1.1\\r\\n\\r\\n | 400",
        "GET /%4 HTTP/1.1\\r\\n\\r\\n | 400",
        "GET /%ff HTTP/1.1\\r\\n\\r\\n | 400",
        "GET /v1?x HTTP/1.1\\r\\n\\r\\n | 400",
        "GET /v1?x=1&x=2 HTTP/1.1\\r\\n\\r\\n | 400",
        "GET /1/2/3/4/5/6/7/8/9 HTTP/1.1\\r\\n\\r\\n | 400",
        "GET /v1 HTTP/1.1\\r\\nno-colon\\r\\n\\r\\n | 400",
        "GET /v1 HTTP/1.1\\r\\nbad name: x\\r\\n\\r\\n | 400",
        "GET /v1 HTTP/1.1\\r\\nA: b\\nC: d\\r\\n\\r\\n | 400",
        "POST /v1 HTTP/1.1\\r\\nContent-Length: 2\\r\\n\\r\\n | 400",
        "POST /v1 HTTP/1.1\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n | 400",
        "POST /v1 HTTP/1.1\\r\\n\\r\\nbody | 400",
        "POST /v1 HTTP/1.1\\r\\nContent-Length: 0\\r\\n\\r\\n | 200",
        "GET /v1 HTTP/1.0\\r\\n\\r\\n | 200",
        "GET /throw HTTP/1.1\\r\\n\\r\\n | 500"
      })
  void answersByTheBook(String request, int status) throws IOException {
    String answer = exchange(request.replace("\\r", "\r").replace("\\n", "\n"));

    assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
    assertThat(body(answer)).containsEntry("apiVersion", 1L);
    assertThat(exchange(GOOD)).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void refusesAnEndlessHead() throws IOException {
    assertThat(exchange("GET /" + "a".repeat(5000))).startsWith("HTTP/1.1 431 ");
    assertThat(exchange("GET / HTTP/1.1\r\n" + "A: b\r\n".repeat(40) + "\r\n"))
        .startsWith("HTTP/1.1 400 ");
  }

  @Test
  void survivesRandomOctets() throws IOException {
    Random random = new Random(7);
    for (int i = 0; i < 500; i++) {
      byte[] octets = new byte[random.nextInt(6000)];
      random.nextBytes(octets);
      try (SocketChannel client = connect()) {
        client.write(ByteBuffer.wrap(octets));
      } catch (IOException expected) {
        // The server may have answered and closed before all was written.
      }
    }
    assertThat(exchange(GOOD)).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void slowClientsNeitherStayNorHoldUpOthers() throws IOException {
    List<SocketChannel> slow = new ArrayList<>();
    for (int i = 0; i < AdminServer.MAX_CONNECTIONS - 1; i++) {
      SocketChannel client = connect();
      client.write(ByteBuffer.wrap("GET /".getBytes(StandardCharsets.US_ASCII)));
      slow.add(client);
    }

    assertThat(exchange(GOOD)).startsWith("HTTP/1.1 200 ");
    for (SocketChannel client : slow) {
      assertThat(readAll(client)).startsWith("HTTP/1.1 408 ");
      client.close();
    }
  }

  @Test
  void aClientTooManyIsToldToTryAgain() throws IOException {
    List<SocketChannel> clients = new ArrayList<>();
    for (int i = 0; i < AdminServer.MAX_CONNECTIONS; i++) {
      clients.add(connect());
    }

    assertThat(exchange(GOOD)).startsWith("HTTP/1.1 503 ");
    for (SocketChannel client : clients) {
      client.close();
    }
    String answer = exchange(GOOD);
    while (answer.startsWith("HTTP/1.1 503 ")) {
      answer = exchange(GOOD);
    }
    assertThat(answer).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void anAnswerThatNeverComesIsAnError() throws IOException {
    assertThat(exchange("GET /never HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 503 ");
  }

  @Test
  void aSecondServerIsRefused() {
    assertThatThrownBy(() -> AdminServer.open(file, AdminServerTest::answer))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is running already");
  }

  @Test
  void aDeadServersSocketIsReplaced() throws Exception {
    Path stale = directory.resolve("stale.sock");
    try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      dead.bind(UnixDomainSocketAddress.of(stale));
    }
    assertThat(stale).exists();

    AdminServer next = AdminServer.open(stale, AdminServerTest::answer);
    Thread second = new Thread(next, "admin-2");
    second.start();
    next.close();
    second.join();
    assertThat(stale).doesNotExist();
  }

  @Test
  void aFileThatIsNoSocketStays() throws IOException {
    Path precious = Files.writeString(directory.resolve("precious"), "x");

    assertThatThrownBy(() -> AdminServer.open(precious, AdminServerTest::answer))
        .hasMessageContaining("is not a socket");
    assertThat(precious).hasContent("x");
  }

  @Test
  void aTooLongPathIsAClearError() {
    Path longPath = directory.resolve("d".repeat(120)).resolve("control.sock");

    assertThatThrownBy(() -> AdminServer.open(longPath, AdminServerTest::answer))
        .hasMessageContaining("run-directory");
  }

  private SocketChannel connect() throws IOException {
    SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX);
    client.connect(UnixDomainSocketAddress.of(file));
    return client;
  }

  private String exchange(String request) throws IOException {
    try (SocketChannel client = connect()) {
      try {
        client.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.ISO_8859_1)));
      } catch (IOException e) {
        // Answered and closed early: the answer is still to be read.
      }
      return readAll(client);
    }
  }

  private static String readAll(SocketChannel client) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    InputStream in = Channels.newInputStream(client);
    in.transferTo(out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static Map<String, Object> body(String answer) {
    String json = answer.substring(answer.indexOf("\r\n\r\n") + 4);
    return Json.parseObject(json.getBytes(StandardCharsets.UTF_8));
  }
}

package io.yett.lab;

import io.yett.ike.cli.AdminClient;
import io.yett.ike.cli.CliException;
import io.yett.ike.cli.Node;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks and steers a running gateway through its admin API, as the {@code yett} command does. */
public final class GatewayAdmin {
  private static final Duration POLL = Duration.ofMillis(50);

  private final AdminClient client;

  /** The gateway whose control plane listens on this socket. */
  public GatewayAdmin(Path socket) {
    this.client = new AdminClient(socket);
  }

  /** The status; empty while nobody answers. */
  public Optional<Node> status() {
    try {
      return Optional.of(Node.of(client.get("/v1/status")));
    } catch (CliException e) {
      return Optional.empty();
    }
  }

  /** Whether both processes are there and speak with each other. */
  public boolean isReady() {
    return status()
        .filter(status -> status.child("channel").text("state").equals("connected"))
        .filter(status -> status.has("dataPlane"))
        .isPresent();
  }

  /** The connection's state, e.g. {@code up}; {@code -} while nobody answers. */
  public String connectionState(String connection) {
    try {
      return Node.of(client.get("/v1/connections")).children("connections").stream()
          .filter(node -> node.text("name").equals(connection))
          .map(node -> node.text("state"))
          .findFirst()
          .orElse("-");
    } catch (CliException e) {
      return "-";
    }
  }

  /** The last error of a connection, in its own words. */
  public String lastError(String connection) {
    try {
      return Node.of(client.get("/v1/connections")).children("connections").stream()
          .filter(node -> node.text("name").equals(connection))
          .map(node -> node.text("lastError"))
          .findFirst()
          .orElse("-");
    } catch (CliException e) {
      return e.getMessage();
    }
  }

  /** The IKE SAs of a connection. */
  public List<Node> ikeSas(String connection) {
    return sas("ikeSas", connection);
  }

  /** The ESP SAs of a connection, as the data plane has them. */
  public List<Node> espSas(String connection) {
    return sas("sas", connection);
  }

  private List<Node> sas(String list, String connection) {
    return Node.of(get("/v1/sas")).children(list).stream()
        .filter(sa -> sa.text("connection").equals(connection))
        .toList();
  }

  /** The SPI of the outbound SA in use; {@code -} if there is none. */
  public String activeOutboundSpi(String connection) {
    return espSas(connection).stream()
        .filter(sa -> sa.text("direction").equals("outbound") && sa.flag("active"))
        .map(sa -> sa.text("spi"))
        .findFirst()
        .orElse("-");
  }

  /** Drop reasons that occurred, with their counts. */
  public List<Node> drops() {
    return Node.of(get("/v1/counters")).children("drops").stream()
        .filter(drop -> drop.number("value") > 0)
        .toList();
  }

  /**
   * Starts an operation on a connection and waits for its end.
   *
   * @param action {@code up}, {@code down}, {@code rekey?child=NAME} or {@code rekey?ike=true}
   * @return its detail, for people
   */
  public String operate(String connection, String action, Duration limit) {
    Node started = Node.of(post("/v1/connections/" + connection + "/" + action));
    String path = "/v1/operations/" + started.child("operation").text("id");
    boolean ended =
        Waiting.until(limit, POLL, () -> !operation(path).text("state").equals("running"));
    Node operation = operation(path);
    if (!ended || !operation.text("state").equals("succeeded")) {
      throw new LabException(
          "'%s %s' %s: %s"
              .formatted(
                  action,
                  connection,
                  ended ? "failed" : "did not end within " + limit.toSeconds() + " s",
                  operation.text("detail")));
    }
    return operation.text("detail");
  }

  private Node operation(String path) {
    return Node.of(get(path)).child("operation");
  }

  private Map<String, Object> get(String path) {
    try {
      return client.get(path);
    } catch (CliException e) {
      throw new LabException(e.getMessage(), e);
    }
  }

  private Map<String, Object> post(String path) {
    try {
      return client.post(path);
    } catch (CliException e) {
      throw new LabException(e.getMessage(), e);
    }
  }
}

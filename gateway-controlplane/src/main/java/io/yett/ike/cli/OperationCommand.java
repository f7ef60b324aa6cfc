package io.yett.ike.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A command that starts an operation on a connection and waits for its end. */
abstract class OperationCommand extends AdminCommand {
  private static final long POLL_MILLIS = 100;

  @Parameters(
      index = "0",
      paramLabel = "CONNECTION",
      description = "a connection of the configuration")
  private String connection;

  @Option(
      names = {"-t", "--timeout"},
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "wait at most this long, 0..3600 (default: ${DEFAULT-VALUE}); 0 does not wait")
  private int timeoutSeconds;

  /** The action's name and query in the admin API, such as {@code rekey?child=net}. */
  abstract String action();

  @Override
  public Integer call() {
    if (timeoutSeconds < 0 || timeoutSeconds > 3600) {
      throw new CliException(
          ExitCode.USAGE, "--timeout must be 0..3600 seconds, found " + timeoutSeconds);
    }
    Map<String, Object> answer =
        client().post("/v1/connections/" + encode(connection) + "/" + action());
    if (timeoutSeconds > 0) {
      answer = await(answer);
    }
    return report(answer);
  }

  private Map<String, Object> await(Map<String, Object> started) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(timeoutSeconds);
    Map<String, Object> answer = started;
    String shown = "";
    while ("running".equals(Node.of(answer).child("operation").text("state"))) {
      Node operation = Node.of(answer).child("operation");
      if (!json() && !operation.text("detail").equals(shown)) {
        shown = operation.text("detail");
        err().println(connection + ": " + Terminal.printable(shown));
        err().flush();
      }
      if (System.nanoTime() - deadline >= 0) {
        break;
      }
      pause();
      answer = client().get("/v1/operations/" + operation.text("id"));
    }
    return answer;
  }

  private int report(Map<String, Object> answer) {
    if (json()) {
      printJson(answer);
    }
    Node operation = Node.of(answer).child("operation");
    String state = operation.text("state");
    if (state.equals("succeeded")) {
      say(terminal().good(connection + ": " + Terminal.printable(operation.text("detail"))));
      return ExitCode.OK;
    }
    if (!state.equals("running")) {
      throw new CliException(ExitCode.FAILED, connection + ": " + operation.text("detail"));
    }
    if (timeoutSeconds == 0) {
      say(connection + ": started");
      return ExitCode.OK;
    }
    throw new CliException(
        ExitCode.FAILED,
        connection
            + ": not done after "
            + timeoutSeconds
            + " s ("
            + operation.text("detail")
            + "); it goes on: see `yett connection list`, or wait longer with --timeout");
  }

  private void say(String text) {
    if (!json()) {
      out().println(text);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliException(ExitCode.FAILED, "interrupted");
    }
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}

package io.yett.lab;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** TCP throughput between two namespaces, by iperf3. */
public final class Iperf {
  private static final Duration START_LIMIT = Duration.ofSeconds(5);
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /**
   * What a run gave.
   *
   * @param megabitsPerSecond what the receiver got
   * @param retransmits TCP segments that the sender sent again
   */
  public record Result(double megabitsPerSecond, long retransmits) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT, "%.0f Mbit/s, %d retransmits", megabitsPerSecond, retransmits);
    }
  }

  /** How long to send. */
  public static List<String> seconds(int seconds) {
    return List.of("-t", Integer.toString(seconds));
  }

  /** How much to send, all of it the digits 0 to 9 again and again. */
  public static List<String> repeatingPayload(int megabytes) {
    return List.of("-n", megabytes + "M", "--repeating-payload");
  }

  /** Sends from a client to a server, which has that address; how much is one of the above. */
  public static Result run(
      Lab lab,
      NetworkNamespace client,
      NetworkNamespace server,
      String address,
      List<String> howMuch) {
    Path log = lab.folder().resolve("iperf-" + address + ".log");
    List<String> listen = List.of("iperf3", "-s", "-1", "-B", address);
    try (LabProcess listener = lab.start(server.command(listen), log)) {
      listener.await("listening socket", START_LIMIT, () -> isListening(server));
      List<String> words =
          new ArrayList<>(List.of("iperf3", "-J", "-c", address, "--connect-timeout", "5000"));
      words.addAll(howMuch);
      return parse(Command.run(LIMIT, client.command(words)).output());
    }
  }

  private static boolean isListening(NetworkNamespace server) {
    return server.check("ss", "-Hltn", "sport = :5201").output().contains(":5201");
  }

  static Result parse(String json) {
    try {
      JsonNode root = JsonMapper.shared().readTree(json);
      if (root.has("error")) {
        throw new LabException("iperf3: " + root.get("error").asString());
      }
      JsonNode end = root.path("end");
      JsonNode received = end.path("sum_received").path("bits_per_second");
      if (!received.isNumber()) {
        throw new LabException("iperf3 gave no result");
      }
      long retransmits = end.path("sum_sent").path("retransmits").asLong(0);
      return new Result(received.asDouble() / 1e6, retransmits);
    } catch (JacksonException e) {
      throw new LabException(
          "iperf3 gave no JSON: " + json.strip().lines().findFirst().orElse(""), e);
    }
  }

  private Iperf() {}
}

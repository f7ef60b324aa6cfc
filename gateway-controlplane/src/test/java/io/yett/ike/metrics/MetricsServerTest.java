package io.yett.ike.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.yett.ike.engine.Census;
import io.yett.ike.engine.ConnectionView;
import io.yett.ike.engine.DatagramDrop;
import io.yett.ike.engine.Failure;
import io.yett.ike.engine.FailureReason;
import io.yett.ike.sa.ChildSaState;
import io.yett.ike.sa.IkeSaState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Scrapes over HTTP, and reads each line by the grammar of Prometheus' text format. */
final class MetricsServerTest {
  private static final Pattern SAMPLE =
      Pattern.compile(
          "([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{(?:[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\\\n]|\\\\.)*\",?)+})?"
              + " (NaN|[+-]Inf|-?[0-9.]+(?:E-?[0-9]+)?)");

  private final MetricsServer server = new MetricsServer();
  private final IkeMetrics metrics = new IkeMetrics(server.registry());

  @BeforeEach
  void start() throws IOException {
    server.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private HttpResponse<String> request(String method) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI uri = URI.create("http://127.0.0.1:" + server.port() + "/metrics");
      return client.send(
          HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.noBody()).build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  private Map<String, Double> scrape() throws Exception {
    HttpResponse<String> response = request("GET");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
    Map<String, Double> samples = new HashMap<>();
    for (String line : response.body().lines().toList()) {
      if (!line.startsWith("#")) {
        Matcher sample = SAMPLE.matcher(line);
        assertThat(sample.matches()).as(line).isTrue();
        String labels = sample.group(2) == null ? "" : sample.group(2);
        samples.put(sample.group(1) + labels, Double.parseDouble(sample.group(3)));
      }
    }
    return samples;
  }

  @Test
  void everyMeterIsThereFromTheStart() throws Exception {
    assertThat(scrape())
        .containsEntry("yett_ike_retransmissions_total", 0.0)
        .containsEntry("yett_ike_rekeys_total{sa=\"child\"}", 0.0)
        .containsEntry("yett_ike_rekeys_total{sa=\"ike\"}", 0.0)
        .containsEntry("yett_ike_dead_peers_total", 0.0)
        .containsEntry("yett_ike_half_open", 0.0)
        .containsEntry("yett_ike_sas{state=\"established\"}", 0.0)
        .containsEntry("yett_ike_child_sas{state=\"installed\"}", 0.0)
        .containsEntry("yett_ike_dataplane_connected", 0.0)
        .containsEntry("yett_ike_datagrams_dropped_total{reason=\"integrity\"}", 0.0)
        .containsKey("jvm_threads_live_threads")
        .containsKey("process_uptime_seconds");
  }

  @Test
  void countsWhatTheEngineReports() throws Exception {
    metrics.exchange("blue", "IKE_SA_INIT", true, true);
    metrics.exchange("blue", "IKE_SA_INIT", true, true);
    metrics.exchange("blue", "IKE_AUTH", false, false);
    metrics.rekeyed("blue", "net");
    metrics.rekeyed("blue", null);
    metrics.retransmitted("blue", 2);
    metrics.dropped(DatagramDrop.INTEGRITY);
    metrics.datagramReceived();
    metrics.counting((local, remote, datagram) -> {}).send(null, null, new byte[1]);
    metrics.dataPlaneLost();

    assertThat(scrape())
        .containsEntry(
            "yett_ike_exchanges_total{result=\"ok\",role=\"initiator\",type=\"IKE_SA_INIT\"}", 2.0)
        .containsEntry(
            "yett_ike_exchanges_total{result=\"failed\",role=\"responder\",type=\"IKE_AUTH\"}", 1.0)
        .containsEntry("yett_ike_rekeys_total{sa=\"child\"}", 1.0)
        .containsEntry("yett_ike_rekeys_total{sa=\"ike\"}", 1.0)
        .containsEntry("yett_ike_retransmissions_total", 1.0)
        .containsEntry("yett_ike_datagrams_dropped_total{reason=\"integrity\"}", 1.0)
        .containsEntry("yett_ike_datagrams_received_total", 1.0)
        .containsEntry("yett_ike_datagrams_sent_total", 1.0)
        .containsEntry("yett_ike_dataplane_losses_total", 1.0);
  }

  @Test
  void aPeerIsDeadOnlyIfItWasAliveBefore() throws Exception {
    Failure noAnswer = new Failure(FailureReason.NO_ANSWER, "no answer", 0);
    metrics.failed("blue", null, noAnswer);
    assertThat(scrape()).containsEntry("yett_ike_dead_peers_total", 0.0);

    metrics.ikeSaState("blue", 1, IkeSaState.ESTABLISHED);
    metrics.failed("blue", null, noAnswer);
    metrics.failed("blue", null, noAnswer);

    assertThat(scrape())
        .containsEntry("yett_ike_dead_peers_total", 1.0)
        .containsEntry("yett_ike_failures_total{reason=\"no_answer\"}", 3.0);
  }

  @Test
  void gaugesShowTheLatestSnapshot() throws Exception {
    Census census =
        new Census(
            Map.of(ConnectionView.State.CONNECTING, 1),
            Map.of(IkeSaState.CONNECTING, 1),
            Map.of(ChildSaState.INSTALLED, 2));

    metrics.snapshot(census, true);

    assertThat(scrape())
        .containsEntry("yett_ike_half_open", 1.0)
        .containsEntry("yett_ike_sas{state=\"connecting\"}", 1.0)
        .containsEntry("yett_ike_child_sas{state=\"installed\"}", 2.0)
        .containsEntry("yett_ike_connections{state=\"connecting\"}", 1.0)
        .containsEntry("yett_ike_connections{state=\"up\"}", 0.0)
        .containsEntry("yett_ike_dataplane_connected", 1.0);
  }

  @Test
  void takesGetOnly() throws Exception {
    assertThat(request("POST").statusCode()).isEqualTo(405);
  }
}

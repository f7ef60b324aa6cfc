package io.yett.dataplane.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.yett.dataplane.counters.SlowPathCounter;
import io.yett.dataplane.counters.SlowPathCounters;
import io.yett.dataplane.sachannel.EncryptionAlgorithm;
import io.yett.dataplane.sachannel.SaDirection;
import io.yett.dataplane.sachannel.SaLifetime;
import io.yett.dataplane.sachannel.SaSpec;
import io.yett.dataplane.sachannel.SaStatus;
import io.yett.dataplane.sachannel.TrafficSelector;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MetricsServerTest {
  private final SlowPathCounters counters = new SlowPathCounters();
  private final SaReadings sas = new SaReadings();
  private MetricsServer server;

  @BeforeEach
  void start() throws IOException {
    DataplaneReadings readings = new DataplaneReadings();
    readings.addSlowPath(counters);
    readings.addGauge("neighbors", "Next hops.", () -> 7);
    server =
        new MetricsServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), readings.all(), sas);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void readingsAreServedUnderPrometheusNamesWithHelpAndType() throws Exception {
    counters.increment(SlowPathCounter.ARP_CONFLICTS);
    counters.increment(SlowPathCounter.ARP_CONFLICTS);

    System.gc(); // what is served must not depend on who else holds the readings
    List<String> lines = scrape().lines().toList();

    assertThat(lines)
        .contains(
            "# TYPE yett_dataplane_slow_path_total counter",
            "# HELP yett_dataplane_slow_path_total What the control thread did with ARP, ICMP and"
                + " IKE, by event.",
            "yett_dataplane_slow_path_total{event=\"arp_conflicts\"} 2.0",
            "# TYPE yett_dataplane_neighbors gauge",
            "yett_dataplane_neighbors 7.0");
    assertThat(lines).anyMatch(line -> line.startsWith("jvm_memory_used_bytes{"));
  }

  @Test
  void anSaHasItsOwnTimeSeriesWithoutAnyKey() throws Exception {
    sas.publish(List.of(status(0x1001, 5, 700)));

    String text = scrape();

    assertThat(text.lines().toList())
        .contains(
            "yett_dataplane_sa_packets_total{direction=\"outbound\",sa=\"blue/net\",spi=\"0x00001001\"} 5.0",
            "yett_dataplane_sa_bytes_total{direction=\"outbound\",sa=\"blue/net\",spi=\"0x00001001\"} 700.0",
            "yett_dataplane_sas{direction=\"outbound\"} 1.0",
            "yett_dataplane_sas{direction=\"inbound\"} 0.0");
  }

  @Test
  void theNumberOfTimeSeriesIsBounded() throws Exception {
    List<SaStatus> many = new ArrayList<>();
    for (int i = 0; i < SaReadings.MAX_SAS + 234; i++) {
      many.add(status(0x1000 + i, i, i));
    }
    sas.publish(many);

    String text = scrape();

    assertThat(text.lines().filter(line -> line.startsWith("yett_dataplane_sa_packets_total{")))
        .hasSize(SaReadings.MAX_SAS);
    assertThat(text.lines().toList())
        .contains(
            "yett_dataplane_sas{direction=\"outbound\"} 1234.0",
            "yett_dataplane_sas_not_shown 234.0");
  }

  @Test
  void otherPathsAndMethodsAreRefused() throws Exception {
    assertThat(send(HttpRequest.newBuilder(uri("/")).build()).statusCode()).isEqualTo(404);
    HttpRequest post =
        HttpRequest.newBuilder(uri("/metrics"))
            .POST(HttpRequest.BodyPublishers.ofString("x"))
            .build();
    assertThat(send(post).statusCode()).isEqualTo(405);
  }

  private String scrape() throws Exception {
    HttpResponse<String> response = send(HttpRequest.newBuilder(uri("/metrics")).build());
    assertThat(response.statusCode()).isEqualTo(200);
    return response.body();
  }

  private static HttpResponse<String> send(HttpRequest request) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.address().getPort() + path);
  }

  private static SaStatus status(int spi, long packets, long bytes) {
    InetAddress local = InetAddress.ofLiteral("192.0.2.1");
    InetAddress remote = InetAddress.ofLiteral("192.0.2.2");
    SaSpec spec =
        new SaSpec(
            SaDirection.OUTBOUND,
            spi,
            1,
            "blue/net",
            EncryptionAlgorithm.AES_GCM_16,
            new byte[20],
            local,
            remote,
            null,
            true,
            64,
            SaLifetime.UNLIMITED,
            List.of(TrafficSelector.ofRange(local, local)),
            List.of(TrafficSelector.ofRange(remote, remote)));
    return new SaStatus(spec, true, packets, packets, bytes, 1, 0, 0, 0);
  }
}

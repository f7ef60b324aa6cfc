package io.yett.dataplane.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Serves {@code GET /metrics} to Prometheus on a thread of its own, which only reads counters. One
 * request at a time.
 */
public final class MetricsServer implements AutoCloseable {
  private static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";
  private static final int BACKLOG = 8;

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final ExecutorService executor =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().name("metrics").daemon(true).factory());
  private final HttpServer server;

  /** Micrometer holds counters' sources weakly: this list keeps them. */
  private final List<Reading> readings;

  /**
   * Starts serving.
   *
   * @throws IOException if the address cannot be bound
   */
  public MetricsServer(InetSocketAddress address, List<Reading> readings, SaReadings sas)
      throws IOException {
    this.readings = List.copyOf(readings);
    server = HttpServer.create(address, BACKLOG);
    this.readings.forEach(this::register);
    registry.getPrometheusRegistry().register(sas);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ClassLoaderMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    server.createContext("/", this::answer);
    server.setExecutor(executor);
    server.start();
  }

  /** Where it serves; the port is the real one if 0 was asked for. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  private void register(Reading reading) {
    String name = "yett.dataplane." + reading.name();
    Tags tags =
        reading.labelName().isEmpty()
            ? Tags.empty()
            : Tags.of(reading.labelName(), reading.labelValue());
    switch (reading.kind()) {
      case COUNTER ->
          FunctionCounter.builder(name, reading, r -> r.value().getAsLong())
              .description(reading.help())
              .tags(tags)
              .register(registry);
      case GAUGE ->
          Gauge.builder(name, reading, r -> r.value().getAsLong())
              .strongReference(true)
              .description(reading.help())
              .tags(tags)
              .register(registry);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!exchange.getRequestURI().getPath().equals("/metrics")) {
        send(exchange, 404, "The metrics are at /metrics\n");
      } else if (!exchange.getRequestMethod().equals("GET")) {
        exchange.getResponseHeaders().set("Allow", "GET");
        send(exchange, 405, "GET /metrics\n");
      } else {
        send(exchange, 200, registry.scrape());
      }
    }
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", CONTENT_TYPE);
    exchange.sendResponseHeaders(status, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
    registry.close();
  }
}

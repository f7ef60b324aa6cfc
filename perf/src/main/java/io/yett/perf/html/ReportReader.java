package io.yett.perf.html;

import io.yett.perf.BenchException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a benchmark's JSON file (docs/benchmarking.md has its format). What is missing stays
 * missing, so that older files and those of a part of the benchmark have a page too.
 */
final class ReportReader {
  private static final String RATIO_PREFIX = "yett/";

  private ReportReader() {}

  static Report read(Path file) throws BenchException {
    JsonNode root;
    try {
      root = JsonMapper.shared().readTree(file);
    } catch (JacksonException e) {
      throw new BenchException(
          "cannot read "
              + file
              + ": "
              + e.getOriginalMessage()
              + "; remedy: see its permissions,"
              + " or make it anew with ./yett bench --json "
              + file,
          e);
    }
    List<LatencyLoad> latency = latency(root);
    if (!root.path("rows").isArray() && latency.isEmpty()) {
      throw new BenchException(
          file + " has no results; remedy: make it with ./yett bench --json " + file);
    }
    return new Report(
        fields(root.path("machine")),
        fields(root.path("settings")),
        rates(root.path("rows")),
        ratios(root.path("ratios")),
        targets(root.path("targets")),
        allocation(root.path("allocation")),
        order(root.path("order")),
        latency,
        texts(root.path("notes")));
  }

  private static Map<String, String> fields(JsonNode object) {
    Map<String, String> fields = new LinkedHashMap<>();
    object.properties().forEach(field -> fields.put(field.getKey(), text(field.getValue())));
    return fields;
  }

  private static String text(JsonNode value) {
    if (value.isArray()) {
      return String.join(", ", texts(value));
    }
    if (value.isBoolean()) {
      return value.asBoolean() ? "yes" : "no";
    }
    return value.isValueNode() ? value.asString("") : value.toString();
  }

  private static List<String> texts(JsonNode array) {
    return array.valueStream().map(ReportReader::text).toList();
  }

  private static List<Rate> rates(JsonNode rows) {
    List<Rate> rates = new ArrayList<>();
    for (JsonNode row : rows) {
      String scenario = row.path("scenario").asString("");
      double mpps = row.path("mpps").asDouble(0);
      rates.add(
          new Rate(
              scenario,
              row.path("group").asString(scenario),
              row.path("x").asDouble(0),
              row.path("system").asString(""),
              row.path("cores").asInt(1),
              span(row).orElse(Span.of(mpps)),
              row.path("gbps").asDouble(0),
              row.path("rounds").valueStream().map(round -> round.asDouble(0)).toList()));
    }
    return rates;
  }

  private static List<Report.Ratio> ratios(JsonNode array) {
    List<Report.Ratio> ratios = new ArrayList<>();
    for (JsonNode ratio : array) {
      String scenario = ratio.path("scenario").asString("");
      for (Map.Entry<String, JsonNode> field : ratio.properties()) {
        if (field.getKey().startsWith(RATIO_PREFIX)) {
          String other = field.getKey().substring(RATIO_PREFIX.length());
          span(field.getValue())
              .ifPresent(value -> ratios.add(new Report.Ratio(scenario, other, value)));
        }
      }
    }
    return ratios;
  }

  private static List<Report.Target> targets(JsonNode array) {
    List<Report.Target> targets = new ArrayList<>();
    for (JsonNode target : array) {
      span(target.path("measured"))
          .ifPresent(measured ->
              targets.add(
                  new Report.Target(
                      target.path("target").asString(""),
                      target.path("atLeast").asDouble(0),
                      measured,
                      target.path("met").asBoolean(false))));
    }
    return targets;
  }

  private static Optional<Span> span(JsonNode object) {
    if (!object.path("median").isNumber()) {
      return Optional.empty();
    }
    double median = object.path("median").asDouble();
    return Optional.of(
        new Span(median, object.path("min").asDouble(median), object.path("max").asDouble(median)));
  }

  private static Optional<Report.Allocation> allocation(JsonNode object) {
    if (!object.path("bytesPerPacket").isNumber()) {
      return Optional.empty();
    }
    return Optional.of(
        new Report.Allocation(
            object.path("bytesPerPacket").asDouble(), object.path("collections").asLong(0)));
  }

  private static List<Report.Order> order(JsonNode array) {
    return array
        .valueStream()
        .map(order ->
            new Report.Order(
                order.path("scenario").asString(""),
                order.path("packets").asLong(0),
                order.path("reordered").asLong(0),
                order.path("lost").asLong(0)))
        .toList();
  }

  /** Rows at the top, or in what the latency measurement writes by itself, its idle row first. */
  private static List<LatencyLoad> latency(JsonNode root) {
    List<LatencyLoad> loads = new ArrayList<>();
    if (root.path("idle").isObject()) {
      loads.add(load(root.path("idle")));
    }
    for (JsonNode row : root.path("latency")) {
      if (row.path("latency").isArray()) {
        loads.addAll(latency(row));
      } else {
        loads.add(load(row));
      }
    }
    return loads;
  }

  private static LatencyLoad load(JsonNode row) {
    Map<String, Double> nanos = new LinkedHashMap<>();
    row.properties().stream()
        .filter(field -> field.getValue().isNumber() && !field.getKey().equals("load"))
        .forEach(field -> nanos.put(field.getKey(), field.getValue().asDouble()));
    return new LatencyLoad(
        row.path("load").asDouble(0), nanos, row.path("worstGapCause").asString(""));
  }
}

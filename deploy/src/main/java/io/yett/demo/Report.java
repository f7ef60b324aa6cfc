package io.yett.demo;

import io.yett.ike.admin.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What the demo found.
 *
 * @param ok whether every step was done and held
 * @param seconds the wall time of it all
 */
record Report(boolean ok, double seconds, List<Outcome> steps) {

  Report {
    steps = List.copyOf(steps);
  }

  /** Writes {@code {"ok", "seconds", "steps": [{"name", "ok", "figure", "seconds"}]}}. */
  void write(Path file) throws IOException {
    Files.write(file, json());
  }

  byte[] json() {
    return Json.write(
        Json.object(
            "ok",
            ok,
            "seconds",
            rounded(seconds),
            "steps",
            steps.stream()
                .map(step ->
                    Json.object(
                        "name",
                        step.name(),
                        "ok",
                        step.ok(),
                        "figure",
                        step.figure(),
                        "seconds",
                        rounded(step.seconds())))
                .toList()));
  }

  private static double rounded(double seconds) {
    return Math.round(seconds * 1000) / 1000.0;
  }
}

package io.yett.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** A continuous ping that accounts for every echo request by its sequence number. */
public final class Pinger implements AutoCloseable {
  /** Requests sent less than this before the stop may still be under way, and do not count. */
  private static final Duration IN_FLIGHT = Duration.ofMillis(500);

  private final LabProcess process;
  private final Duration interval;

  private Pinger(LabProcess process, Duration interval) {
    this.process = process;
    this.interval = interval;
  }

  /** Starts pinging from a namespace; its log is {@code NAME.log} in the laboratory's folder. */
  public static Pinger start(
      Lab lab, NetworkNamespace from, String target, Duration interval, String name) {
    String seconds = String.format(Locale.ROOT, "%.3f", interval.toMillis() / 1000.0);
    Path log = lab.folder().resolve(name + ".log");
    return new Pinger(
        lab.start(from.command(List.of("ping", "-n", "-D", "-i", seconds, target)), log), interval);
  }

  /** What has been seen until now, while it goes on; requests in flight do not count as lost. */
  public PingReport soFar() {
    try {
      return PingReport.parse(Files.readAllLines(process.log()), inFlight());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stops and accounts. */
  public PingReport stop() {
    process.signal("INT");
    process.waitForEnd();
    PingReport report = soFar();
    if (report.sent() == 0) {
      throw new LabException("ping ended without a report: " + process.lastLine());
    }
    return report;
  }

  private int inFlight() {
    return (int) (IN_FLIGHT.toMillis() / interval.toMillis()) + 1;
  }

  @Override
  public void close() {
    process.close();
  }
}

package io.yett.perf.contender;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The statistics of all ports that testpmd prints each second ({@code --stats-period 1}). */
final class TestpmdCounter implements PacketCounter {
  private static final Pattern BEGIN = Pattern.compile("NIC statistics for port (\\d+)");
  private static final Pattern SENT =
      Pattern.compile("TX-packets:\\s+(\\d+)\\s+TX-errors:\\s+(\\d+)");
  private final int ports;
  private int port = -1;
  private long sent;
  private long errors;

  TestpmdCounter(int ports) {
    this.ports = ports;
  }

  @Override
  public Optional<Count> accept(String line) {
    Matcher begin = BEGIN.matcher(line);
    if (begin.find()) {
      port = Integer.parseInt(begin.group(1));
      if (port == 0) {
        sent = 0;
        errors = 0;
      }
      return Optional.empty();
    }
    Matcher matcher = SENT.matcher(line);
    if (port < 0 || !matcher.find()) {
      return Optional.empty();
    }
    sent += Long.parseLong(matcher.group(1));
    errors += Long.parseLong(matcher.group(2));
    boolean complete = port == ports - 1;
    port = -1;
    return complete ? Optional.of(new Count(sent, errors)) : Optional.empty();
  }
}

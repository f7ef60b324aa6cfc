package io.yett.perf.contender;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The aggregate statistics that ipsec-secgw prints each second ({@code -t 1}). */
final class SecgwCounter implements PacketCounter {
  private static final Pattern LINE = Pattern.compile("^Total packets (sent|dropped):\\s+(\\d+)");
  private long sent;

  @Override
  public Optional<Count> accept(String line) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.find()) {
      return Optional.empty();
    }
    long value = Long.parseLong(matcher.group(2));
    if (matcher.group(1).equals("sent")) {
      sent = value;
      return Optional.empty();
    }
    return Optional.of(new Count(sent, value));
  }
}

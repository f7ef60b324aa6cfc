package io.yett.lab.linux;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the kernel itself counted.
 *
 * @param errors {@code /proc/net/xfrm_stat}: those that occurred
 * @param replayed packets of the cell's inbound SA that it refused by their sequence number
 * @param failed packets of the cell's inbound SA whose ICV it found wrong
 * @param highHalf of the sequence number that it sent last
 */
record KernelCounters(Map<String, Long> errors, long replayed, long failed, long highHalf) {
  private static final Pattern ERROR = Pattern.compile("(Xfrm\\w+)\\s+(\\d+)");
  private static final Pattern STATS =
      Pattern.compile("replay-window (\\d+) replay (\\d+) failed (\\d+)");
  private static final Pattern HIGH_HALF = Pattern.compile("oseq-hi 0x([0-9a-f]+)");

  static KernelCounters of(LinuxGuest guest, LinuxCell cell) {
    Map<String, Long> errors = new TreeMap<>();
    Matcher error = ERROR.matcher(guest.run("cat /proc/net/xfrm_stat"));
    while (error.find()) {
      long count = Long.parseLong(error.group(2));
      if (count > 0) {
        errors.put(error.group(1), count);
      }
    }
    Matcher stats = found(STATS, guest.run(state(cell, true)));
    Matcher high = HIGH_HALF.matcher(guest.run(state(cell, false)));
    return new KernelCounters(
        errors,
        Long.parseLong(stats.group(1)) + Long.parseLong(stats.group(2)),
        Long.parseLong(stats.group(3)),
        high.find() ? Long.parseLong(high.group(1), 16) : 0);
  }

  private static String state(LinuxCell cell, boolean inbound) {
    return "ip -s xfrm state get src %s dst %s proto %s spi %d"
        .formatted(
            inbound ? LinuxSite.GATEWAY_OUTER : cell.outer(),
            inbound ? cell.outer() : LinuxSite.GATEWAY_OUTER,
            cell.protocol(),
            inbound ? cell.spiToLinux() : cell.spiFromLinux());
  }

  private static Matcher found(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new AssertionError("no " + pattern + " in " + text);
    }
    return matcher;
  }
}

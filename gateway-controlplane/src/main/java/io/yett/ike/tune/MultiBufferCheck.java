package io.yett.ike.tune;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Intel's multi-buffer library, which lanes call directly. */
final class MultiBufferCheck implements Check {
  private static final String NAME = "multi-buffer";
  private static final Pattern FILE = Pattern.compile("libIPSec_MB\\.so\\.(\\d+)\\.(\\d+)\\.\\d+");
  private static final List<String> FOLDERS =
      List.of(
          "/usr/local/lib",
          "/usr/lib/x86_64-linux-gnu",
          "/usr/lib/aarch64-linux-gnu",
          "/usr/lib64",
          "/usr/lib");

  /** What Debian 12 has, and the tests run with. */
  private static final int MAJOR = 1;

  private static final int MINOR = 3;

  @Override
  public Finding look(Machine machine, Plan plan) {
    Optional<Matcher> newest =
        FOLDERS.stream()
            .flatMap(folder -> machine.list(folder).stream())
            .map(FILE::matcher)
            .filter(Matcher::matches)
            .max(Comparator.comparingInt(MultiBufferCheck::order));
    if (newest.isEmpty()) {
      return Finding.change(
          NAME,
          "no libIPSec_MB in " + String.join(", ", FOLDERS),
          "apt-get install --no-install-recommends libipsec-mb1",
          "lanes without it need a DPDK crypto device, and lose a third of their speed");
    }
    String name = newest.get().group();
    return order(newest.get()) >= MAJOR * 1_000 + MINOR
        ? Finding.ok(NAME, name, "the ciphers of the lane's own CPU")
        : Finding.change(
            NAME,
            name,
            "install " + MAJOR + "." + MINOR + " or later",
            "older ones lack calls that the data plane makes, so it falls back to a device");
  }

  private static int order(Matcher version) {
    return Stream.of(version.group(1), version.group(2))
        .mapToInt(text -> Math.min(999, Integer.parseInt(text.length() > 3 ? "999" : text)))
        .reduce(0, (high, low) -> high * 1_000 + low);
  }
}

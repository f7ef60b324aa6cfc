package io.yett.ike.tune;

import java.util.Optional;

/** Transparent huge pages: the kernel that makes them stops who waits for it. */
final class TransparentHugepagesCheck implements Check {
  private static final String NAME = "transparent-hugepages";
  private static final String FILE = "/sys/kernel/mm/transparent_hugepage/enabled";

  @Override
  public Finding look(Machine machine, Plan plan) {
    Optional<String> text = machine.read(FILE);
    if (text.isEmpty()) {
      return Finding.cannotTell(NAME, "no " + FILE, "a kernel without them");
    }
    return text.get().contains("[always]")
        ? Finding.change(
            NAME,
            "always",
            "echo madvise > " + FILE,
            "compaction for pages that nobody has asked for stops threads for up to milliseconds")
        : Finding.ok(
            NAME,
            text.get().replaceAll(".*\\[(\\w+)].*", "$1"),
            "only who asks for them gets them; DPDK's memory is not theirs");
  }
}

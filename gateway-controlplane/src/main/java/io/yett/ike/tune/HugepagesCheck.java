package io.yett.ike.tune;

import java.util.List;
import java.util.Optional;

/** Huge pages for packet buffers, tables and sessions, and where they are mounted. */
final class HugepagesCheck implements Check {
  private static final String NAME = "hugepages";
  private static final String FOLDER = "/sys/kernel/mm/hugepages";
  private static final String REASON =
      "in 4 KiB pages each packet, SA and table costs misses of the TLB";

  @Override
  public Finding look(Machine machine, Plan plan) {
    List<String> sizes = machine.list(FOLDER);
    if (sizes.isEmpty()) {
      return Finding.cannotTell(NAME, "no " + FOLDER, "a kernel without huge pages, or no /sys");
    }
    long kibibytes = 0;
    StringBuilder saw = new StringBuilder();
    for (String size : sizes) {
      long each = number(Optional.of(size.replaceAll("\\D", "")));
      long pages = number(machine.read(FOLDER + "/" + size + "/nr_hugepages"));
      long free = number(machine.read(FOLDER + "/" + size + "/free_hugepages"));
      kibibytes += pages * each;
      if (pages != 0) {
        saw.append(pages + " of " + each + " KiB, " + free + " of them free; ");
      }
    }
    Optional<String> mount = mount(machine);
    saw.append(kibibytes == 0 ? "none; " : "")
        .append(mount.map(m -> "mounted at " + m).orElse("not mounted"));
    if (kibibytes < plan.memoryMebibytes() * 1024L) {
      int pages = (plan.memoryMebibytes() + 1) / 2;
      return Finding.change(
          NAME,
          saw.toString(),
          "echo "
              + pages
              + " > "
              + FOLDER
              + "/hugepages-2048kB/nr_hugepages (and hugepages="
              + pages
              + " on the kernel's command line, to have them after a boot)",
          REASON);
    }
    return mount.isPresent()
        ? Finding.ok(NAME, saw.toString(), REASON)
        : Finding.change(
            NAME,
            saw.toString(),
            "mkdir -p /dev/hugepages && mount -t hugetlbfs nodev /dev/hugepages",
            "DPDK finds huge pages by where they are mounted");
  }

  private static Optional<String> mount(Machine machine) {
    return machine
        .read("/proc/mounts")
        .flatMap(text ->
            text.lines()
                .map(line -> line.split(" ", -1))
                .filter(fields -> fields.length > 2 && fields[2].equals("hugetlbfs"))
                .map(fields -> fields[1])
                .findFirst());
  }

  private static long number(Optional<String> text) {
    return text.filter(t -> t.matches("\\d{1,15}")).map(Long::parseLong).orElse(0L);
  }
}

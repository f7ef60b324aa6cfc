package io.yett.ike.tune;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether reading the time is cheap. */
final class ClockSourceCheck implements Check {
  private static final String NAME = "clock-source";
  private static final String FOLDER = "/sys/devices/system/clocksource/clocksource0";

  /** Read without a system call. */
  private static final Set<String> CHEAP =
      Set.of("tsc", "kvm-clock", "hyperv_clocksource_tsc_page", "arch_sys_counter");

  @Override
  public Finding look(Machine machine, Plan plan) {
    Optional<String> current = machine.read(FOLDER + "/current_clocksource");
    if (current.isEmpty()) {
      return Finding.cannotTell(NAME, "no " + FOLDER, "the kernel does not say");
    }
    if (CHEAP.contains(current.get())) {
      return Finding.ok(NAME, current.get(), "read without a system call");
    }
    List<String> available =
        List.of(machine.read(FOLDER + "/available_clocksource").orElse("").split("\\s+", -1));
    Optional<String> better = CHEAP.stream().sorted().filter(available::contains).findFirst();
    return Finding.change(
        NAME,
        current.get(),
        better
            .map(name -> "echo " + name + " > " + FOLDER + "/current_clocksource")
            .orElse(
                "see dmesg for why the kernel gave the TSC up; tsc=reliable on its command line if"
                    + " the CPUs' counters are in step"),
        "each reading of the time is a system call and a bus access, 1 us instead of 20 ns");
  }
}

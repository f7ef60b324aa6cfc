package io.yett.ike.tune;

import java.util.Optional;

/** Whether the kernel's tick and RCU's callbacks stay away from the lane's CPUs. */
final class TickCheck implements Check {
  private static final String NAME = "nohz-full";
  private static final String FILE = "/sys/devices/system/cpu/nohz_full";

  @Override
  public Finding look(Machine machine, Plan plan) {
    CpuList lane = plan.laneCpus();
    CpuList quiet = machine.cpus(FILE);
    CpuList offloaded =
        option(machine.read("/proc/cmdline").orElse(""), "rcu_nocbs")
            .flatMap(CpuList::parse)
            .orElse(quiet); // nohz_full implies it
    String saw = "nohz_full: " + quiet + ", rcu_nocbs: " + offloaded;
    if (lane.isEmpty()) {
      return Finding.cannotTell(NAME, saw, plan.whyNoCpus());
    }
    if (!machine.exists(FILE)) {
      return Finding.cannotTell(
          NAME, "no " + FILE, "a kernel that was built without CONFIG_NO_HZ_FULL");
    }
    return quiet.containsAll(lane) && offloaded.containsAll(lane)
        ? Finding.ok(NAME, saw, "no tick interrupts a lane that runs alone")
        : Finding.change(
            NAME,
            saw + ", the lane is on " + lane,
            "add nohz_full="
                + lane
                + " rcu_nocbs="
                + lane
                + " to the kernel's command line, and boot",
            "the tick stops a lane for some microseconds, hundreds of times a second");
  }

  private static Optional<String> option(String commandLine, String name) {
    for (String word : commandLine.split("\\s+", -1)) {
      if (word.startsWith(name + "=")) {
        return Optional.of(word.substring(name.length() + 1));
      }
    }
    return Optional.empty();
  }
}

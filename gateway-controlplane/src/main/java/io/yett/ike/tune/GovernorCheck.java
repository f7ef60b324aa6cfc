package io.yett.ike.tune;

import java.util.Map;
import java.util.TreeMap;

/** Whether the lane's CPUs run at full speed from the first packet on. */
final class GovernorCheck implements Check {
  private static final String NAME = "governor";

  @Override
  public Finding look(Machine machine, Plan plan) {
    CpuList cpus =
        plan.laneCpus().isEmpty()
            ? machine.cpus("/sys/devices/system/cpu/online")
            : plan.laneCpus();
    Map<String, Integer> found = new TreeMap<>();
    for (int cpu : cpus.stream().toArray()) {
      machine
          .read("/sys/devices/system/cpu/cpu" + cpu + "/cpufreq/scaling_governor")
          .ifPresent(governor -> found.merge(governor, 1, Integer::sum));
    }
    if (found.isEmpty()) {
      return Finding.cannotTell(
          NAME, "no cpufreq in /sys", "firmware or hypervisor decides on the frequency");
    }
    String saw = "CPU " + cpus + ": " + String.join(", ", found.keySet());
    return found.keySet().equals(java.util.Set.of("performance"))
        ? Finding.ok(NAME, saw, "full speed from the first packet on")
        : Finding.change(
            NAME,
            saw,
            "for c in "
                + cpus.words()
                + "; do echo performance >"
                + " /sys/devices/system/cpu/cpu$c/cpufreq/scaling_governor; done",
            "other governors raise the frequency milliseconds after the load has come");
  }
}

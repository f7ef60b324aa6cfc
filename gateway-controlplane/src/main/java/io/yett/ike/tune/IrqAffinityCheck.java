package io.yett.ike.tune;

import java.util.ArrayList;
import java.util.List;

/** Whether interrupts go to the lane's CPUs. */
final class IrqAffinityCheck implements Check {
  private static final String NAME = "irq-affinity";
  private static final int SHOWN = 12;

  @Override
  public Finding look(Machine machine, Plan plan) {
    CpuList lane = plan.laneCpus();
    if (lane.isEmpty()) {
      return Finding.cannotTell(NAME, "the lane's CPUs are not known", plan.whyNoCpus());
    }
    List<String> numbers =
        machine.list("/proc/irq").stream().filter(name -> name.matches("\\d+")).toList();
    List<String> there = new ArrayList<>();
    for (String number : numbers) {
      CpuList effective = machine.cpus("/proc/irq/" + number + "/effective_affinity_list");
      CpuList goes =
          effective.isEmpty()
              ? machine.cpus("/proc/irq/" + number + "/smp_affinity_list")
              : effective;
      if (goes.intersects(lane)) {
        there.add(number);
      }
    }
    if (numbers.isEmpty()) {
      return Finding.cannotTell(NAME, "no interrupts in /proc/irq", "the kernel does not say");
    }
    if (there.isEmpty()) {
      return Finding.ok(
          NAME, numbers.size() + " interrupts, none at CPU " + lane, "none stops the lane");
    }
    CpuList others = machine.cpus("/sys/devices/system/cpu/online").without(lane);
    String shown =
        String.join(" ", there.subList(0, Math.min(SHOWN, there.size())))
            + (there.size() > SHOWN ? " ..." : "");
    return Finding.change(
        NAME,
        there.size() + " of " + numbers.size() + " may come to CPU " + lane + ": " + shown,
        others.isEmpty()
            ? "leave a CPU to the kernel: the lane has all that there are"
            : "for i in "
                + String.join(" ", there)
                + "; do echo "
                + others
                + " > /proc/irq/$i/smp_affinity_list; done; irqaffinity="
                + others
                + " on the kernel's command line; IRQBALANCE_BANNED_CPULIST="
                + lane
                + " in /etc/default/irqbalance",
        "an interrupt stops the lane for microseconds; some cannot be moved and say so");
  }
}

package io.yett.ike.tune;

/** Whether the scheduler leaves the lane's CPUs to the lane. */
final class IsolationCheck implements Check {
  private static final String NAME = "isolated-cpus";
  private static final String FILE = "/sys/devices/system/cpu/isolated";

  @Override
  public Finding look(Machine machine, Plan plan) {
    CpuList isolated = machine.cpus(FILE);
    CpuList lane = plan.laneCpus();
    if (lane.isEmpty()) {
      return Finding.cannotTell(NAME, "isolated: " + isolated, plan.whyNoCpus());
    }
    return isolated.containsAll(lane)
        ? Finding.ok(NAME, "isolated: " + isolated, "the lane's CPUs run nothing else")
        : Finding.change(
            NAME,
            "isolated: " + isolated + ", the lane is on " + lane,
            "add isolcpus="
                + lane
                + " to the kernel's command line (GRUB_CMDLINE_LINUX in"
                + " /etc/default/grub, then update-grub), and boot",
            "a lane that another thread takes its CPU from stops for milliseconds; at 1 million"
                + " packets a second a queue of 1024 is full after one");
  }
}

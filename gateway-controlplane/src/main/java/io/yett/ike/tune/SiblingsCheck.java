package io.yett.ike.tune;

/** Whether a lane's core has a second hyper-thread that is in use. */
final class SiblingsCheck implements Check {
  private static final String NAME = "smt-siblings";

  @Override
  public Finding look(Machine machine, Plan plan) {
    CpuList lane = plan.laneCpus();
    if (lane.isEmpty()) {
      return Finding.cannotTell(NAME, "the lane's CPUs are not known", plan.whyNoCpus());
    }
    CpuList online = machine.cpus("/sys/devices/system/cpu/online");
    CpuList siblings = CpuList.NONE;
    boolean told = false;
    boolean shared = false;
    for (int cpu : lane.stream().toArray()) {
      String file = "/sys/devices/system/cpu/cpu" + cpu + "/topology/thread_siblings_list";
      told |= machine.exists(file);
      CpuList others = machine.cpus(file).and(online).without(CpuList.of(java.util.List.of(cpu)));
      shared |= others.intersects(lane);
      siblings = union(siblings, others);
    }
    if (!told) {
      return Finding.cannotTell(NAME, "no topology in /sys", "the kernel does not say");
    }
    if (siblings.isEmpty()) {
      return Finding.ok(NAME, "none beside CPU " + lane, "the lane has its cores alone");
    }
    return shared
        ? Finding.change(
            NAME,
            "threads of the lane share a core: " + lane,
            "choose CPUs of different cores in dataplane.lane.cpu",
            "two hyper-threads share one core's units: together they do little more than one")
        : Finding.change(
            NAME,
            "CPU " + siblings + " beside the lane's " + lane,
            "for c in "
                + siblings.words()
                + "; do echo 0 > /sys/devices/system/cpu/cpu$c/online; done",
            "what runs on the other hyper-thread takes caches and units from the lane");
  }

  private static CpuList union(CpuList one, CpuList other) {
    return CpuList.of(
        java.util.stream.IntStream.concat(one.stream(), other.stream()).boxed().toList());
  }
}

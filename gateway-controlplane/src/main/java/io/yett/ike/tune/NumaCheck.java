package io.yett.ike.tune;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Whether NICs and the lane's CPUs are on one NUMA node. */
final class NumaCheck implements Check {
  private static final String NAME = "numa";
  private static final String REASON =
      "each packet crosses from the NIC's node to the lane's, which costs more than its encryption";

  @Override
  public Finding look(Machine machine, Plan plan) {
    CpuList nodes = machine.cpus("/sys/devices/system/node/online");
    if (nodes.stream().count() == 1) {
      return Finding.ok(NAME, "one node", "all memory is near");
    }
    if (nodes.isEmpty()) {
      return Finding.cannotTell(NAME, "no nodes in /sys", "a kernel without NUMA");
    }
    if (plan.nics().isEmpty() || plan.laneCpus().isEmpty()) {
      return Finding.cannotTell(
          NAME,
          "nodes " + nodes,
          plan.nics().isEmpty() ? "no port that is a PCI device is known" : plan.whyNoCpus());
    }
    TreeSet<String> nicNodes = new TreeSet<>();
    List<String> saw = new ArrayList<>();
    for (String nic : plan.nics()) {
      String node = machine.read("/sys/bus/pci/devices/" + nic + "/numa_node").orElse("-1");
      saw.add(nic + " on node " + node);
      nicNodes.add(node);
    }
    if (nicNodes.contains("-1")) {
      return Finding.cannotTell(NAME, String.join(", ", saw), "the firmware does not say");
    }
    CpuList near = CpuList.NONE;
    for (String node : nicNodes) {
      CpuList cpus = machine.cpus("/sys/devices/system/node/node" + node + "/cpulist");
      near = near.isEmpty() ? cpus : near.and(cpus);
    }
    saw.add("lane on CPU " + plan.laneCpus());
    return near.containsAll(plan.laneCpus())
        ? Finding.ok(NAME, String.join(", ", saw), "packets stay on their node")
        : Finding.change(
            NAME,
            String.join(", ", saw),
            nicNodes.size() > 1
                ? "use ports of one node"
                : "choose dataplane.lane.cpu among " + near,
            REASON);
  }
}

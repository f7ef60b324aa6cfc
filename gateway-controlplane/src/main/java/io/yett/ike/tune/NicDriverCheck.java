package io.yett.ike.tune;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Whether the ports' NICs are where DPDK can drive them. */
final class NicDriverCheck implements Check {
  private static final String NAME = "nic-driver";

  /** DPDK drives NVIDIA's NICs beside the kernel's driver. */
  private static final Set<String> GOOD =
      Set.of("vfio-pci", "mlx5_core", "mlx4_core", "mana", "igb_uio", "uio_pci_generic");

  @Override
  public Finding look(Machine machine, Plan plan) {
    if (plan.nics().isEmpty()) {
      return plan.known()
          ? Finding.ok(NAME, "no port is a PCI device", "virtual devices need no driver")
          : Finding.cannotTell(NAME, "no ports known", "name the file by --config FILE");
    }
    List<String> saw = new ArrayList<>();
    List<String> absent = new ArrayList<>();
    List<String> wrong = new ArrayList<>();
    for (String nic : plan.nics()) {
      String folder = "/sys/bus/pci/devices/" + nic;
      String driver = machine.linkName(folder + "/driver").orElse("none");
      saw.add(nic + " " + (machine.exists(folder) ? driver : "is not there"));
      if (!machine.exists(folder)) {
        absent.add(nic);
      } else if (!GOOD.contains(driver)) {
        wrong.add(nic);
      }
    }
    if (!absent.isEmpty()) {
      return Finding.change(
          NAME,
          String.join(", ", saw),
          "correct dataplane.ports[].device: lspci -D lists addresses",
          "no PCI device has this address");
    }
    return wrong.isEmpty()
        ? Finding.ok(NAME, String.join(", ", saw), "DPDK reaches the NIC's queues")
        : Finding.change(
            NAME,
            String.join(", ", saw),
            "modprobe vfio-pci && dpdk-devbind.py --bind=vfio-pci " + String.join(" ", wrong),
            "the kernel has the NIC, so DPDK cannot; the kernel's interface is gone afterwards");
  }
}

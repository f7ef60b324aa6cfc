package io.yett.ike.tune;

/** The IOMMU, which keeps a NIC to the memory that it was given. */
final class IommuCheck implements Check {
  private static final String NAME = "iommu";
  private static final String UNSAFE = "/sys/module/vfio/parameters/enable_unsafe_noiommu_mode";

  @Override
  public Finding look(Machine machine, Plan plan) {
    boolean on = !machine.list("/sys/kernel/iommu_groups").isEmpty();
    boolean unsafe = machine.read(UNSAFE).map(text -> text.equals("Y")).orElse(false);
    String saw =
        (on ? "on" : "off") + (unsafe ? ", vfio may do without (enable_unsafe_noiommu_mode)" : "");
    if (plan.nics().isEmpty()) {
      return plan.known()
          ? Finding.ok(NAME, saw, "no port is a PCI device")
          : Finding.cannotTell(NAME, saw, "no ports known; name the file by --config FILE");
    }
    if (!on) {
      return Finding.change(
          NAME,
          saw,
          "add intel_iommu=on iommu=pt (AMD: iommu=pt) to the kernel's command line, switch it on in"
              + " the firmware, and boot",
          "vfio-pci needs it, and a NIC without it reads and writes all memory");
    }
    if (unsafe) {
      return Finding.change(
          NAME, saw, "echo N > " + UNSAFE, "nobody needs that mode where there is an IOMMU");
    }
    String commandLine = " " + machine.read("/proc/cmdline").orElse("") + " ";
    return commandLine.contains(" iommu=pt ") || commandLine.contains(" iommu.passthrough=1 ")
        ? Finding.ok(NAME, saw + ", iommu=pt", "devices of the kernel pay nothing for it")
        : Finding.ok(NAME, saw, "iommu=pt would spare the kernel's own devices a translation");
  }
}

package io.yett.packaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.yett.lab.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is given to Yett and what is refused. The trees of sysfs and procfs are made for it, the
 * interface is real, in a network namespace of its own.
 */
@Timeout(60)
class MachineScriptTest {
  private static final String PCI = "0000:03:00.0";

  /** Makes the interface, then does what comes as arguments. */
  private static final String WITH_INTERFACE =
      "ip link add nic0 type veth peer name far0 && ip link set far0 up && ip link set nic0 up && eval \"$PREPARE\" && exec \"$@\"";

  @TempDir Path directory;
  private Path device;

  @BeforeEach
  void tree() throws IOException {
    assumeTrue("root".equals(System.getProperty("user.name")), "needs root");
    Files.createDirectories(directory.resolve("proc/sys/vm"));
    Files.writeString(directory.resolve("proc/sys/vm/nr_hugepages"), "100\n");
    Files.writeString(directory.resolve("proc/meminfo"), "HugePages_Free:       40\n");
    Files.createDirectories(directory.resolve("sys/kernel/iommu_groups/0"));
    Files.createDirectories(directory.resolve("sys/bus/pci/drivers/vfio-pci"));
    Files.createDirectories(directory.resolve("sys/bus/pci/drivers/ixgbe"));
    Files.createFile(directory.resolve("sys/bus/pci/drivers_probe"));
    device = Files.createDirectories(directory.resolve("sys/bus/pci/devices").resolve(PCI));
    Files.writeString(device.resolve("class"), "0x020000\n");
    Files.createFile(device.resolve("driver_override"));
    Files.createFile(directory.resolve("sys/bus/pci/drivers/ixgbe/unbind"));
    Files.createSymbolicLink(
        device.resolve("driver"), directory.resolve("sys/bus/pci/drivers/ixgbe"));
    Files.createDirectories(device.resolve("net/nic0"));
    Files.createDirectories(directory.resolve("sys/class/net/nic0"));
    configure("NICS=" + PCI);
  }

  private void configure(String... lines) throws IOException {
    Files.write(directory.resolve("machine.conf"), List.of(lines));
  }

  /** Runs it in a new network namespace with an interface nic0. */
  private Command machine(String prepare, String... arguments) {
    List<String> words = new java.util.ArrayList<>();
    words.addAll(List.of("unshare", "--net", "bash", "-ec", WITH_INTERFACE, "bash"));
    words.add(Path.of("package", "machine").toAbsolutePath().toString());
    words.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().remove("SSH_CONNECTION");
    builder.environment().put("PREPARE", prepare);
    builder.environment().put("YETT_SYS", directory.resolve("sys").toString());
    builder.environment().put("YETT_PROC", directory.resolve("proc").toString());
    builder.environment().put("YETT_MACHINE_CONF", directory.resolve("machine.conf").toString());
    return Command.run(Duration.ofSeconds(20), builder);
  }

  private void assertUntouched() throws IOException {
    assertThat(device.resolve("driver_override")).hasContent("");
    assertThat(directory.resolve("sys/bus/pci/drivers/ixgbe/unbind")).hasContent("");
    assertThat(directory.resolve("sys/bus/pci/drivers_probe")).hasContent("");
  }

  @Test
  void freeNicGoesToVfio() throws IOException {
    Command result = machine("true", "apply");

    assertThat(Files.readString(device.resolve("driver_override"), UTF_8)).isEqualTo("vfio-pci\n");
    assertThat(directory.resolve("sys/bus/pci/drivers/ixgbe/unbind")).hasContent(PCI + "\n");
    assertThat(directory.resolve("sys/bus/pci/drivers_probe")).hasContent(PCI + "\n");
    // No kernel is behind this tree, so the driver does not change, and that is noticed.
    assertThat(result.errors()).contains(PCI + " did not go to vfio-pci");
    assertThat(result.exit()).isEqualTo(1);
  }

  @Test
  void nicThatIsThereAlreadyIsLeftAlone() throws IOException {
    Files.delete(device.resolve("driver"));
    Files.createSymbolicLink(
        device.resolve("driver"), directory.resolve("sys/bus/pci/drivers/vfio-pci"));
    assertThat(machine("true", "apply").orThrow().errors()).isEmpty();
    assertUntouched();
  }

  @Test
  void interfaceWithAnAddressStays() throws IOException {
    Command result = machine("ip address add 10.9.9.1/24 dev nic0", "apply");
    assertThat(result.errors())
        .contains(PCI + " is nic0 and stays with the kernel: it has 10.9.9.1/24;")
        .contains("remedy: take it out of use first");
    assertThat(result.exit()).isEqualTo(1);
    assertUntouched();
  }

  @Test
  void interfaceOfTheSshSessionStaysAndIsNamedSo() throws IOException {
    Command result =
        machine(
            "ip address add 10.9.9.1/24 dev nic0;"
                + " export SSH_CONNECTION='10.9.9.77 50000 10.9.9.1 22'",
            "apply");
    assertThat(result.errors()).contains("it has 10.9.9.1/24, and carries your SSH session;");
    assertUntouched();
  }

  @Test
  void interfaceUnderAVlanOrInABondStays() throws IOException {
    Files.createFile(directory.resolve("sys/class/net/nic0/upper_bond0"));
    assertThat(machine("true", "apply").errors()).contains("bond0 is built on it");
    assertUntouched();
  }

  @Test
  void interfaceWithARouteStays() throws IOException {
    assertThat(machine("ip route add 10.1.0.0/16 dev nic0", "apply").errors())
        .contains("routes go through it");
    assertUntouched();
  }

  @Test
  void withoutAnIommuNothingIsBoundUnlessTheFileSaysSo() throws IOException {
    Files.delete(directory.resolve("sys/kernel/iommu_groups/0"));
    assertThat(machine("true", "apply").errors())
        .contains("there is no IOMMU")
        .contains("UNSAFE_NO_IOMMU=yes");
    assertUntouched();

    Path parameters = Files.createDirectories(directory.resolve("sys/module/vfio/parameters"));
    configure("NICS=" + PCI, "UNSAFE_NO_IOMMU=yes");
    machine("true", "apply");
    assertThat(parameters.resolve("enable_unsafe_noiommu_mode")).hasContent("Y\n");
    assertThat(device.resolve("driver_override")).hasContent("vfio-pci\n");
  }

  @Test
  void wrongAddressesAreToldApart() throws IOException {
    Files.createDirectories(directory.resolve("sys/bus/pci/devices/0000:04:00.0"));
    Files.writeString(directory.resolve("sys/bus/pci/devices/0000:04:00.0/class"), "0x010802\n");
    configure("NICS='03:00.0 0000:09:00.0 0000:04:00.0 ../../x'");
    assertThat(machine("true", "apply").errors())
        .contains("'03:00.0'; a PCI address looks like 0000:03:00.0")
        .contains("there is no PCI device 0000:09:00.0")
        .contains("0000:04:00.0 is no network device")
        .contains("'../../x'");
    assertUntouched();
  }

  @Test
  void hugePagesAreOnlyEverAdded() throws IOException {
    Path pages = directory.resolve("proc/sys/vm/nr_hugepages");
    configure("HUGEPAGES=50");
    machine("true", "apply").orThrow();
    assertThat(pages).hasContent("100\n");
    configure("HUGEPAGES=300");
    machine("true", "apply").orThrow();
    assertThat(pages).hasContent("300\n");
    configure("HUGEPAGES=many");
    assertThat(machine("true", "apply").errors()).contains("HUGEPAGES is 'many', not a number");
  }

  @Test
  void showsWhatThereIs() {
    assertThat(machine("ip address add 10.9.9.1/24 dev nic0", "show").orThrow().output())
        .contains("100 of 2 MiB, 40 free")
        .contains("1 groups")
        .containsPattern("NIC +0000:03:00.0 +ixgbe +nic0 +it has 10.9.9.1/24");
  }

  @Test
  void releasedNicGoesToWhateverDriverFits() throws IOException {
    machine("true", "release", PCI).orThrow();
    assertThat(Files.readString(device.resolve("driver_override"), UTF_8)).isEqualTo("\n");
    assertThat(directory.resolve("sys/bus/pci/drivers_probe")).hasContent(PCI + "\n");
  }

  @Test
  void wrongCommandLineIsExplained() {
    Command result = machine("true", "bind");
    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.errors()).contains("usage: machine show");
  }
}

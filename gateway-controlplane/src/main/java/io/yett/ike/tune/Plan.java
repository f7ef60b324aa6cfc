package io.yett.ike.tune;

import io.yett.dataplane.config.DataplaneConfig;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What the gateway wants of the machine.
 *
 * @param known whether there was a configuration file
 * @param laneCpus where the lane's threads are pinned; none if they are not, or nobody knows
 * @param nics PCI addresses of ports, each with its domain
 * @param memoryMebibytes of huge pages
 */
public record Plan(boolean known, CpuList laneCpus, List<String> nics, int memoryMebibytes) {
  private static final Pattern PCI =
      Pattern.compile("([0-9a-f]{4}:)?[0-9a-f]{2}:[0-9a-f]{2}\\.[0-7]");

  private static final int USUAL_MEMORY = 256;

  /** Copies the list. */
  public Plan {
    nics = List.copyOf(nics);
  }

  /** Without a configuration file: the isolated CPUs are the lane's. */
  static Plan unknown(Machine machine) {
    return new Plan(
        false, machine.cpus("/sys/devices/system/cpu/isolated"), List.of(), USUAL_MEMORY);
  }

  /** As the file says. */
  static Plan of(DataplaneConfig config) {
    List<String> nics =
        config.ports().stream()
            .map(port -> port.device().split(",", 2)[0].toLowerCase(Locale.ROOT))
            .filter(device -> PCI.matcher(device).matches())
            .map(device -> device.length() == "00:00.0".length() ? "0000:" + device : device)
            .toList();
    return new Plan(true, CpuList.of(config.lane().cpus()), nics, config.eal().memoryMebibytes());
  }

  /** Why the lane's CPUs are not known. */
  String whyNoCpus() {
    return known
        ? "dataplane.lane.cpu pins no thread, so each runs where the scheduler puts it; name CPUs"
            + " there and look again"
        : "no CPU is isolated; name the lane's CPUs by --config FILE";
  }
}

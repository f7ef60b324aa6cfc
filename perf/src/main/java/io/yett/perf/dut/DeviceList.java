package io.yett.perf.dut;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads the names of DPDK devices as they are given on a command line. */
public final class DeviceList {
  private static final Pattern PCI_ADDRESS =
      Pattern.compile("([0-9a-fA-F]{4}:)?[0-9a-fA-F]{2}:[0-9a-fA-F]{2}\\.[0-7]");

  private DeviceList() {}

  /**
   * Two devices, separated by a comma. What has a {@code =} is an argument of the device before it:
   * {@code net_af_packet0,iface=a,net_af_packet1,iface=b}.
   */
  public static List<String> pair(String text) {
    List<String> devices = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      String word = part.strip();
      if (word.contains("=") && !devices.isEmpty()) {
        devices.set(devices.size() - 1, devices.getLast() + "," + word);
      } else {
        devices.add(word);
      }
    }
    if (devices.size() != 2
        || devices.stream().anyMatch(device -> device.isEmpty() || name(device).contains("="))
        || devices.get(0).equals(devices.get(1))) {
      throw new IllegalArgumentException(
          "'" + text + "' is not two devices; remedy: 01:00.0,01:00.1 or net_ring0,net_ring1");
    }
    return devices;
  }

  /** Those that are PCI addresses; DPDK is told of these alone. */
  public static List<String> pci(List<String> devices) {
    return devices.stream().filter(device -> PCI_ADDRESS.matcher(name(device)).matches()).toList();
  }

  private static String name(String device) {
    return device.split(",", 2)[0];
  }
}

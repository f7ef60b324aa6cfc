package io.yett.dpdk;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A program for {@link ChildJvm}: starts DPDK, opens the devices that it is given, and prints one
 * line for each step: {@code ok ...} or {@code DpdkException: ...}.
 */
final class StartProgram {
  private StartProgram() {}

  /** Arguments: hugepages setting, MiB, extra EAL arguments joined by blanks (or ""), devices. */
  public static void main(String[] args) throws Exception {
    String before = affinity();
    List<String> extra = args[2].isEmpty() ? List.of() : List.of(args[2].split(" ", -1));
    step(
        "eal",
        () ->
            Eal.init(
                new EalArguments(
                    EalArguments.Hugepages.valueOf(args[0]),
                    Integer.parseInt(args[1]),
                    List.of(),
                    extra)));
    System.out.println("affinity " + (before.equals(affinity()) ? "kept" : "changed"));
    List<AutoCloseable> open = new ArrayList<>();
    for (int i = 3; i < args.length; i++) {
      String device = args[i];
      step(
          device,
          () ->
              open.add(
                  device.startsWith("crypto_") ? CryptoDevice.open(device) : Port.open(device)));
    }
    for (AutoCloseable device : open) {
      device.close();
    }
    System.out.println("end");
  }

  private static void step(String name, Runnable work) {
    try {
      work.run();
      System.out.println("ok " + name);
    } catch (DpdkException e) {
      System.out.println("DpdkException: " + e.getMessage());
    }
  }

  /** Of the calling thread. */
  private static String affinity() throws Exception {
    return Files.readAllLines(Path.of("/proc/thread-self/status")).stream()
        .filter(line -> line.startsWith("Cpus_allowed:"))
        .findFirst()
        .orElseThrow();
  }
}

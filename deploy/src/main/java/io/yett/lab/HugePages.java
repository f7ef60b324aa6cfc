package io.yett.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Huge pages of 2 MiB for DPDK: borrowed from the kernel if it has the memory, and given back.
 *
 * @param before how many the kernel kept before
 * @param during how many it keeps now
 */
public record HugePages(long before, long during) implements AutoCloseable {
  private static final Path TOTAL =
      Path.of("/sys/kernel/mm/hugepages/hugepages-2048kB/nr_hugepages");
  private static final Path FREE =
      Path.of("/sys/kernel/mm/hugepages/hugepages-2048kB/free_hugepages");

  /** Sees to it that so many are free, as far as the kernel can. Needs root to change anything. */
  public static HugePages borrow(int wanted) {
    long before = read(TOTAL);
    long missing = wanted - read(FREE);
    if (missing > 0) {
      write(before + missing);
    }
    return new HugePages(before, read(TOTAL));
  }

  /** How many are free now; 0 where the kernel has none of this size. */
  public static long free() {
    return read(FREE);
  }

  /** Gives back what was borrowed, unless somebody else changed the number since. */
  @Override
  public void close() {
    if (during != before && read(TOTAL) == during) {
      write(before);
    }
  }

  private static long read(Path file) {
    try {
      return Long.parseLong(Files.readString(file).strip());
    } catch (IOException | NumberFormatException e) {
      return 0;
    }
  }

  private static void write(long number) {
    try {
      Files.writeString(TOTAL, Long.toString(number));
    } catch (IOException e) {
      // Not allowed here, as in a container. The caller sees it by the number of free pages.
    }
  }
}

package io.yett.dataplane.config;

/**
 * How DPDK's environment abstraction layer starts.
 *
 * @param memoryMebibytes memory for mbufs, queues and sessions, in MiB, 64..65536
 */
public record EalConfig(Hugepages hugepages, int memoryMebibytes) {

  /** Whether DPDK's memory comes from hugepages. */
  public enum Hugepages {
    /** Hugepages when the machine has enough of them, normal pages otherwise. */
    AUTO,
    /** Refuse to start without hugepages. */
    REQUIRED,
    /** Normal pages. */
    OFF
  }
}

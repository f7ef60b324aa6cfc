package io.yett.ike.tune;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Instructions that ESP's algorithms are fast with. */
final class CpuFlagsCheck implements Check {
  private static final String NAME = "cpu-flags";
  private static final List<String> X86 = List.of("aes", "pclmulqdq");
  private static final List<String> X86_WIDE = List.of("avx512f", "avx512bw", "vaes", "vpclmulqdq");
  private static final List<String> ARM = List.of("aes", "pmull");

  @Override
  public Finding look(Machine machine, Plan plan) {
    String cpuinfo = machine.read("/proc/cpuinfo").orElse("");
    Optional<Set<String>> x86 = flags(cpuinfo, "flags");
    Optional<Set<String>> arm = flags(cpuinfo, "Features");
    if (x86.isEmpty() && arm.isEmpty()) {
      return Finding.cannotTell(NAME, "no flags in /proc/cpuinfo", "an unknown architecture");
    }
    Set<String> flags = x86.or(() -> arm).orElseThrow();
    List<String> missing =
        (x86.isPresent() ? X86 : ARM).stream().filter(flag -> !flags.contains(flag)).toList();
    if (!missing.isEmpty()) {
      return Finding.change(
          NAME,
          "without " + String.join(", ", missing),
          flags.contains("hypervisor")
              ? "give the virtual machine the host's CPU model (QEMU: -cpu host)"
              : "use a CPU that has them, or set them free in the firmware",
          "without them AES-GCM is computed by table look-ups, many times slower");
    }
    List<String> narrow =
        x86.isPresent()
            ? X86_WIDE.stream().filter(flag -> !flags.contains(flag)).toList()
            : List.of();
    return narrow.isEmpty()
        ? Finding.ok(
            NAME,
            String.join(", ", x86.isPresent() ? concat(X86, X86_WIDE) : ARM),
            "AES and GHASH in hardware, on wide registers where there are any")
        : Finding.ok(
            NAME,
            String.join(", ", X86) + "; without " + String.join(", ", narrow),
            "AES-GCM is in hardware, but one block at a time; AVX-512 with VAES does four");
  }

  private static List<String> concat(List<String> one, List<String> other) {
    return java.util.stream.Stream.concat(one.stream(), other.stream()).toList();
  }

  private static Optional<Set<String>> flags(String cpuinfo, String key) {
    return cpuinfo
        .lines()
        .filter(line -> line.startsWith(key) && line.contains(":"))
        .findFirst()
        .map(line -> Set.of(line.substring(line.indexOf(':') + 1).strip().split("\\s+")));
  }
}

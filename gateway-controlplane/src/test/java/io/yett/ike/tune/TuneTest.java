package io.yett.ike.tune;

import static org.assertj.core.api.Assertions.assertThat;

import io.yett.ike.admin.Json;
import io.yett.ike.cli.Yett;
import io.yett.ike.tune.Finding.State;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** {@code yett tune} on a machine that is set up well, on one that is not, and on this one. */
class TuneTest {
  @TempDir Path root;
  @TempDir Path directory;
  private Path config;

  private record Outcome(int code, String out, String err) {}

  @BeforeEach
  void writeConfig() throws IOException {
    config = write("[2, 3]");
  }

  private Path write(String cpus) throws IOException {
    return Files.writeString(
        directory.resolve("gateway.yaml"),
        """
        version: 1
        dataplane:
          eal: {memory: 512}
          lane: {shape: pipelined, workers: 1, cpu: CPUS}
          ports:
            - {name: red, device: "3b:00.0", addresses: [10.1.0.1/24]}
            - {name: black, device: net_null0, addresses: [192.0.2.1/24]}
        """
            .replace("CPUS", cpus));
  }

  private static Outcome yett(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Yett.commandLine();
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    int code = line.execute(arguments);
    return new Outcome(code, out.toString(), err.toString());
  }

  private Outcome tune(String... more) {
    List<String> all =
        new ArrayList<>(List.of("tune", "--root", root.toString(), "--config", config.toString()));
    all.addAll(List.of(more));
    return yett(all.toArray(String[]::new));
  }

  private Map<String, Finding> findings() {
    Outcome json = tune("--json");
    Map<String, Object> answer = Json.parseObject(json.out().getBytes(StandardCharsets.UTF_8));
    return ((List<?>) answer.get("findings"))
        .stream()
            .map(Map.class::cast)
            .map(found ->
                new Finding(
                    (String) found.get("check"),
                    State.valueOf(
                        ((String) found.get("state"))
                            .toUpperCase(java.util.Locale.ROOT)
                            .replace('-', '_')),
                    (String) found.get("saw"),
                    (String) found.get("change"),
                    (String) found.get("reason")))
            .collect(Collectors.toMap(Finding::check, found -> found));
  }

  @Test
  void aTunedMachineNeedsNothing() {
    FakeMachine.tuned(root);

    Outcome outcome = tune();

    assertThat(outcome.out()).endsWith("nothing to change\n").doesNotContain("cannot tell");
    assertThat(outcome.code()).isZero();
    assertThat(findings())
        .hasSize(13)
        .allSatisfy((name, found) -> {
          assertThat(found.state()).as(name).isEqualTo(State.OK);
          assertThat(found.saw()).as(name).isNotBlank();
          assertThat(found.change()).as(name).isEmpty();
          assertThat(found.reason()).as(name).isNotBlank();
        });
  }

  @Test
  void anUntunedMachineGetsACommandAndAReasonForEachThing() {
    FakeMachine.untuned(root);

    Outcome outcome = tune();

    assertThat(outcome.code()).isEqualTo(4);
    assertThat(outcome.out()).endsWith("13 to change\n");
    Map<String, Finding> findings = findings();
    assertThat(findings)
        .hasSize(13)
        .allSatisfy((name, found) -> {
          assertThat(found.state()).as(name).isEqualTo(State.CHANGE);
          assertThat(found.reason()).as(name).isNotBlank();
        });
    Map<String, String> expected =
        Map.ofEntries(
            Map.entry("cpu-flags", "-cpu host"),
            Map.entry("multi-buffer", "1.3 or later"),
            Map.entry(
                "hugepages", "echo 256 > /sys/kernel/mm/hugepages/hugepages-2048kB/nr_hugepages"),
            Map.entry(
                "transparent-hugepages",
                "echo madvise > /sys/kernel/mm/transparent_hugepage/enabled"),
            Map.entry("nic-driver", "dpdk-devbind.py --bind=vfio-pci 0000:3b:00.0"),
            Map.entry("iommu", "intel_iommu=on iommu=pt"),
            Map.entry("numa", "choose dataplane.lane.cpu among 4-7"),
            Map.entry("isolated-cpus", "isolcpus=2-3"),
            Map.entry("nohz-full", "nohz_full=2-3 rcu_nocbs=2-3"),
            Map.entry(
                "smt-siblings",
                "for c in 6 7; do echo 0 > /sys/devices/system/cpu/cpu$c/online; done"),
            Map.entry(
                "irq-affinity",
                "for i in 24; do echo 0-1,4-7 > /proc/irq/$i/smp_affinity_list; done"),
            Map.entry("governor", "for c in 2 3; do echo performance >"),
            Map.entry(
                "clock-source",
                "echo tsc > /sys/devices/system/clocksource/clocksource0/current_clocksource"));
    expected.forEach((check, command) -> {
      assertThat(findings.get(check).change()).as(check).contains(command);
      assertThat(outcome.out()).contains("do:  ").contains(command);
    });
  }

  /** One thing at a time on the tuned machine. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          cpu-flags             | proc/cpuinfo                                             | flags : aes fpu          | CHANGE
          cpu-flags             | proc/cpuinfo                                             | flags : aes pclmulqdq    | OK
          cpu-flags             | proc/cpuinfo                                             | Features : fp aes pmull  | OK
          cpu-flags             | proc/cpuinfo                                             | nothing                  | CANNOT_TELL
          hugepages             | proc/mounts                                              | proc /proc proc rw 0 0   | CHANGE
          hugepages             | sys/kernel/mm/hugepages/hugepages-2048kB/nr_hugepages    | 255                      | CHANGE
          hugepages             | sys/kernel/mm/hugepages/hugepages-2048kB/nr_hugepages    | 256                      | OK
          hugepages             | sys/kernel/mm/hugepages/hugepages-2048kB/nr_hugepages    | garbage                  | CHANGE
          hugepages             | sys/kernel/mm/hugepages/hugepages-1048576kB/nr_hugepages | 4                        | OK
          transparent-hugepages | sys/kernel/mm/transparent_hugepage/enabled               | always madvise [never]   | OK
          isolated-cpus         | sys/devices/system/cpu/isolated                          | 3                        | CHANGE
          isolated-cpus         | sys/devices/system/cpu/isolated                          | 1-5                      | OK
          isolated-cpus         | sys/devices/system/cpu/isolated                          | 1-99999                  | CHANGE
          nohz-full             | sys/devices/system/cpu/nohz_full                         | 2                        | CHANGE
          nohz-full             | proc/cmdline                                             | nohz_full=2-3            | OK
          nohz-full             | proc/cmdline                                             | rcu_nocbs=2              | CHANGE
          smt-siblings          | sys/devices/system/cpu/cpu2/topology/thread_siblings_list | 2-3                     | CHANGE
          irq-affinity          | proc/irq/24/effective_affinity_list                      | 3                        | CHANGE
          irq-affinity          | proc/irq/24/smp_affinity_list                            | 2                        | CHANGE
          governor              | sys/devices/system/cpu/cpu0/cpufreq/scaling_governor     | powersave                | OK
          governor              | sys/devices/system/cpu/cpu3/cpufreq/scaling_governor     | schedutil                | CHANGE
          clock-source          | sys/devices/system/clocksource/clocksource0/current_clocksource | kvm-clock         | OK
          clock-source          | sys/devices/system/clocksource/clocksource0/current_clocksource | acpi_pm           | CHANGE
          numa                  | sys/bus/pci/devices/0000:3b:00.0/numa_node               | 1                        | CHANGE
          numa                  | sys/bus/pci/devices/0000:3b:00.0/numa_node               | -1                       | CANNOT_TELL
          numa                  | sys/devices/system/node/online                           | 0                        | OK
          iommu                 | sys/module/vfio/parameters/enable_unsafe_noiommu_mode    | Y                        | CHANGE
          multi-buffer          | usr/lib64/libIPSec_MB.so.2.0.0                           | x                        | OK
          """)
  void eachThingIsJudgedByItself(String check, String file, String text, State state) {
    FakeMachine.tuned(root).write(file, text);

    Map<String, Finding> findings = findings();

    assertThat(findings.get(check).state()).isEqualTo(state);
    assertThat(findings.values())
        .filteredOn(found -> !found.check().equals(check))
        .filteredOn(found -> found.state() == State.CHANGE)
        .isEmpty();
  }

  @Test
  void whatTheMachineDoesNotSayIsNoChange() {
    Outcome outcome = tune();

    assertThat(findings().values())
        .filteredOn(found -> found.state() == State.CANNOT_TELL)
        .hasSizeGreaterThan(7);
    assertThat(findings().get("nic-driver").state()).isEqualTo(State.CHANGE);
    assertThat(outcome.out()).contains("cannot tell").contains("is not there");
  }

  @Test
  void unpinnedThreadsAndVirtualPortsAreSaid() throws IOException {
    FakeMachine.tuned(root);
    config = write("[]");

    assertThat(findings().get("isolated-cpus").state()).isEqualTo(State.CANNOT_TELL);
    assertThat(findings().get("isolated-cpus").reason()).contains("dataplane.lane.cpu");
    Files.writeString(config, Files.readString(config).replace("3b:00.0", "net_null1"));
    assertThat(findings().get("nic-driver").state()).isEqualTo(State.OK);
    assertThat(findings().get("iommu").saw()).isEqualTo("on");
    assertThat(tune().code()).isZero();
  }

  @Test
  void withoutAFileTheIsolatedCpusAreTheLanes() {
    FakeMachine machine = FakeMachine.tuned(root);
    machine.irq(25, "2");

    Outcome outcome = yett("tune", "--root", root.toString());

    assertThat(outcome.code()).isEqualTo(4);
    assertThat(outcome.out()).contains("1 of 2 may come to CPU 2-3: 25").contains("1 to change");
  }

  @Test
  void aBrokenFileAndABadOptionHaveTheirOwnCodes() throws IOException {
    FakeMachine.tuned(root);
    Files.writeString(config, "version: 1\n");

    assertThat(tune().code()).isEqualTo(1);
    assertThat(tune().err()).contains("missing key 'dataplane'").contains("yett config check");
    assertThat(yett("tune", "--loud").code()).isEqualTo(2);
    assertThat(yett("tune", "--help").out()).contains("4").contains("something is to change");
  }

  @Test
  void thisMachineIsLookedAtWithoutAFault() {
    Outcome outcome = yett("tune");

    System.out.print(outcome.out());
    assertThat(outcome.code()).isIn(0, 4);
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out()).contains("hugepages").contains("cpu-flags");
    Consumer<String> line = text -> assertThat(text).doesNotContain("null");
    assertThat(outcome.out().lines()).allSatisfy(line);
  }
}

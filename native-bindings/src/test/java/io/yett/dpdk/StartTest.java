package io.yett.dpdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Start of DPDK, and what can go wrong with it; each in a JVM of its own, which must end by itself.
 */
class StartTest {
  @TempDir Path directory;

  private static String start(List<String> jvmOptions, String... arguments) throws Exception {
    return start(List.of(), jvmOptions, arguments);
  }

  private static String start(List<String> prefix, List<String> jvmOptions, String... arguments)
      throws Exception {
    ChildJvm.Result result = ChildJvm.run(prefix, jvmOptions, StartProgram.class, arguments);
    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(result.output()).endsWith("end\n");
    return result.output();
  }

  @Test
  void startsWithoutHugepagesAndKeepsTheAffinity() throws Exception {
    assertThat(start(List.of(), "OFF", "64", "", "net_null0", "crypto_openssl0"))
        .isEqualTo("ok eal\naffinity kept\nok net_null0\nok crypto_openssl0\nend\n");
  }

  @Test
  void startsOnOneAllowedCpu() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/taskset")), "needs taskset (util-linux)");
    String cpu = Integer.toString(DpdkThread.currentCpu());
    assertThat(start(List.of("taskset", "-c", cpu), List.of(), "OFF", "64", ""))
        .startsWith("ok eal\naffinity kept\n");
  }

  @Test
  void requiredHugepagesThatAreNotThere() throws Exception {
    assertThat(start(List.of(), "REQUIRED", "1048576", ""))
        .startsWith("DpdkException: hugepages are required but ")
        .contains("MiB of 1048576 MiB are free; remedy: echo 524288 > /proc/sys/vm/nr_hugepages");
  }

  @Test
  void autoGoesWithoutHugepages() throws Exception {
    EalArguments arguments = EalArguments.of(EalArguments.Hugepages.AUTO, 1_048_576);
    assertThat(arguments.useHugepages()).isFalse();
    assertThat(arguments.toList()).contains("--no-huge").doesNotContain("--in-memory");
    assertThat(arguments.describeMemory()).contains("without hugepages");
  }

  @Test
  void startsWithHugepagesWhereThereAreSome() throws Exception {
    assumeTrue(EalArguments.freeHugepageMiB() >= 64, "needs 64 MiB of free hugepages");
    assertThat(start(List.of(), "REQUIRED", "64", "", "net_null0")).startsWith("ok eal\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--nosuch", "--lcores 0@(999)", "--lcores x", "--vdev net_nosuch0"})
  void badEalArguments(String extra) throws Exception {
    assertThat(start(List.of(), "OFF", "64", extra))
        .containsPattern("(?m)\\ADpdkException: cannot start DPDK with .*; remedy: .*$")
        .doesNotContain("Usage")
        .hasLineCount(3);
  }

  @Test
  void noPermissionForAPacketSocket() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "needs setpriv (util-linux)");
    assumeTrue("root".equals(System.getProperty("user.name")), "needs root, to give up rights");
    assertThat(
            start(
                List.of("setpriv", "--bounding-set=-net_raw", "--inh-caps=-net_raw"),
                List.of(),
                "OFF",
                "64",
                "",
                "net_af_packet0,iface=lo"))
        .contains("DpdkException: cannot open port net_af_packet0,iface=lo: ")
        .contains("remedy: ")
        .contains("CAP_NET_RAW");
  }

  @Test
  void wrongPathOfTheLibrary() throws Exception {
    assertThat(start(List.of("-Dyett.native.library=/nonexistent/lib.so"), "OFF", "64", ""))
        .startsWith("DpdkException: no native library at /nonexistent/lib.so; remedy: ");
  }

  @Test
  void dpdkThatIsNotInstalled() throws Exception {
    // A library that needs another one, which is then taken away: what a machine without DPDK sees.
    Path needed = compile("librte_eal.so.99", "int rte_eal_init(void) { return 0; }");
    Path library =
        compile(
            "libyett.so", "int rte_eal_init(void); int f(void) { return rte_eal_init(); }", needed);
    Files.delete(needed);
    assertThat(start(List.of("-Dyett.native.library=" + library), "OFF", "64", ""))
        .startsWith("DpdkException: cannot load " + library)
        .contains("librte_eal.so.99: cannot open shared object file")
        .contains("remedy: install the DPDK that it was built for");
  }

  @Test
  void libraryOfAnotherVersion() throws Exception {
    Path library = compile("libother.so", "int yett_header_version(void) { return 999; }");
    assertThat(start(List.of("-Dyett.native.library=" + library), "OFF", "64", ""))
        .startsWith("DpdkException: the native library of " + library + " has API version 999")
        .contains("remedy: rebuild both together");
  }

  @Test
  void extractedLibraryLeavesNoFile() throws Exception {
    start(List.of("-Djava.io.tmpdir=" + directory), "OFF", "64", "");
    try (var files = Files.list(directory)) {
      assertThat(files.filter(file -> file.getFileName().toString().contains("yett"))).isEmpty();
    }
  }

  private Path compile(String name, String source, Path... libraries) throws Exception {
    Path c = Files.writeString(directory.resolve(name + ".c"), source);
    Path output = directory.resolve(name);
    var command =
        new java.util.ArrayList<>(
            List.of("gcc", "-shared", "-fPIC", "-Wl,-soname," + name, "-o", output.toString()));
    command.add(c.toString());
    for (Path library : libraries) {
      command.add(library.toString());
    }
    ChildJvm.Result result = ChildJvm.run(command);
    assertThat(result.exitCode()).as(result.output()).isZero();
    return output;
  }
}

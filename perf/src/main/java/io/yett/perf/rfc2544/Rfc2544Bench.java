package io.yett.perf.rfc2544;

import io.yett.dpdk.DpdkException;
import io.yett.dpdk.Eal;
import io.yett.dpdk.EalArguments;
import io.yett.perf.dut.Cpus;
import io.yett.perf.dut.DeviceList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code ./yett bench rfc2544}: the lane as the device under test, between ports and a generator.
 */
@Command(
    name = "rfc2544",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Finds the throughput without loss (RFC 2544 section 26.1) of a fused lane between two ports,",
      "with Yett's own generator on two other ports, or with an external one."
    })
public final class Rfc2544Bench implements Callable<Integer> {
  @Mixin private Rfc2544Options options;

  @Option(names = "--json", paramLabel = "FILE", description = "Write all figures to FILE")
  private Path json;

  /** Entry point. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Rfc2544Bench()).execute(args));
  }

  @Override
  public Integer call() throws InterruptedException {
    try {
      run();
      return 0;
    } catch (IOException | DpdkException | IllegalArgumentException | IllegalStateException e) {
      System.err.println("yett: " + e.getMessage());
      return 1;
    }
  }

  private void run() throws IOException, InterruptedException {
    options.check();
    List<String> device = DeviceList.pair(options.ports);
    List<String> generator =
        options.generatorPorts == null ? List.of() : DeviceList.pair(options.generatorPorts);
    List<Integer> cpus = cpus(!generator.isEmpty());
    List<String> pci = new ArrayList<>(DeviceList.pci(device));
    pci.addAll(DeviceList.pci(generator));
    Eal.init(
        new EalArguments(
            EalArguments.Hugepages.AUTO,
            options.memory,
            pci.stream().distinct().toList(),
            List.of()));
    if (generator.isEmpty()) {
      ExternalRun.serve(options, device, cpus.getFirst());
      return;
    }
    List<Rfc2544Row> rows = OwnGeneratorRun.measure(options, device, generator, cpus);
    System.out.print(Rfc2544Text.of(rows, options));
    if (json != null) {
      Files.writeString(json, new JsonMapper().writeValueAsString(rows) + "\n");
    }
  }

  private List<Integer> cpus(boolean withGenerator) {
    List<Integer> wanted = new ArrayList<>(List.of(options.cpu));
    if (withGenerator) {
      wanted.addAll(options.generatorCpus);
    }
    return Cpus.choose(wanted);
  }
}

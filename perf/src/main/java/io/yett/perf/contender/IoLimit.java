package io.yett.perf.contender;

import io.yett.perf.BenchException;
import io.yett.perf.scenario.Scenario;
import io.yett.perf.scenario.SystemName;
import java.util.List;

/** DPDK's testpmd on one core: the same packets from port to port, untouched. */
public final class IoLimit implements Contender {
  private static final String PROGRAM = "dpdk-testpmd";
  private static final int PORTS = 2;

  @Override
  public SystemName system() {
    return SystemName.IO_LIMIT;
  }

  @Override
  public double estimateSeconds(Scenario scenario, Settings settings) {
    return 3.0 + Settings.PEER_WARM_UP + settings.seconds();
  }

  @Override
  public Sample measure(Workload workload, Settings settings) throws BenchException {
    return CountingPeer.measure(
        PROGRAM, command(workload, settings), new TestpmdCounter(PORTS), settings);
  }

  private static List<String> command(Workload workload, Settings settings) {
    // Its first lcore prints, the second forwards.
    String lcores = AllowedCpus.lcores(settings.cpus().getFirst());
    List<String> command = DpdkCommand.of(PROGRAM, lcores, workload, settings);
    command.addAll(DpdkCommand.ports(workload));
    command.addAll(List.of("--", "--forward-mode=io", "--auto-start", "--stats-period=1"));
    command.addAll(List.of("--nb-cores=1", "--burst=" + Settings.PEER_BURST));
    command.addAll(List.of("--no-lsc-interrupt", "--no-rmv-interrupt"));
    command.add("--total-num-mbufs=" + DpdkCommand.mbufs(workload));
    return command;
  }
}

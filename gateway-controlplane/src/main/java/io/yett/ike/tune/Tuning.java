package io.yett.ike.tune;

import io.yett.dataplane.config.DataplaneConfig;
import java.util.List;
import java.util.Optional;

/** All checks, in the order in which one would change things. */
public final class Tuning {
  private static final List<Check> CHECKS =
      List.of(
          new CpuFlagsCheck(),
          new MultiBufferCheck(),
          new HugepagesCheck(),
          new TransparentHugepagesCheck(),
          new NicDriverCheck(),
          new IommuCheck(),
          new NumaCheck(),
          new IsolationCheck(),
          new TickCheck(),
          new SiblingsCheck(),
          new IrqAffinityCheck(),
          new GovernorCheck(),
          new ClockSourceCheck());

  private Tuning() {}

  /** Looks at a machine; {@code config} tells what the gateway will use. */
  public static List<Finding> look(Machine machine, Optional<DataplaneConfig> config) {
    Plan plan = config.map(Plan::of).orElseGet(() -> Plan.unknown(machine));
    return CHECKS.stream().map(check -> check.look(machine, plan)).toList();
  }
}

package io.yett.dataplane.control;

import io.yett.dataplane.sachannel.PolicySpec;
import io.yett.dataplane.sachannel.SaChannelServer;
import java.util.List;

/**
 * Between the SA channel and the lanes: carries out the control plane's commands on the {@link
 * PacketEngine} and answers them when every lane has them. Owned by the control thread.
 *
 * <p>The control agent's duty cycle calls {@link #poll} and {@link PacketEngine#poll}, and hands
 * the engine's events to {@link SaChannelServer}'s event methods itself.
 */
public final class SaCommandAdapter {

  /**
   * Makes the adapter; the policies of the file go to the engine at the first {@link #poll}.
   *
   * @param configured the configuration file's policies, merged with the control plane's by order
   */
  public SaCommandAdapter(
      SaChannelServer channel,
      PacketEngine engine,
      IkeSender ikeSender,
      CounterSource counters,
      List<PolicySpec> configured) {}

  /** One turn of the duty cycle: up to {@code limit} commands; returns how much was done. */
  public int poll(int limit) {
    return 0;
  }
}

package io.yett.ike.install;

import io.yett.dataplane.sachannel.PolicySpec;
import io.yett.dataplane.sachannel.SaStatus;
import java.util.List;
import java.util.Map;

/**
 * What a data plane holds when the control plane comes to it.
 *
 * @param policies those that a control plane added, not those of the configuration file
 * @param states checkpoints of IKE SAs by our IKE SPI; the reader wipes them after use
 */
public record DataplaneInventory(
    long epoch, List<SaStatus> sas, List<PolicySpec> policies, Map<Long, byte[]> states) {}

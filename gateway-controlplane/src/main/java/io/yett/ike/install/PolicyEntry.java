package io.yett.ike.install;

import io.yett.dataplane.sachannel.PolicySpec;

/**
 * One entry of the data plane's SPD.
 *
 * @param configured from the configuration file, not from a control plane
 */
record PolicyEntry(PolicySpec policy, boolean configured) {}

package io.yett.ike.engine;

import io.yett.dataplane.sachannel.TrafficSelector;
import io.yett.ike.sa.ChildSaState;
import java.util.List;

/**
 * A reading of one Child SA; no keys.
 *
 * @param suite e.g. {@code aes256gcm16-esn}
 * @param rekeyInSeconds until the planned rekey, negative if none is planned
 */
public record ChildSaView(
    String name,
    ChildSaState state,
    int reqId,
    int inboundSpi,
    int outboundSpi,
    String suite,
    boolean udpEncapsulated,
    List<TrafficSelector> local,
    List<TrafficSelector> remote,
    long ageSeconds,
    long rekeyInSeconds) {}

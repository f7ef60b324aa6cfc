package io.yett.ike.engine;

import io.yett.ike.sa.IkeSaState;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * A reading of one IKE SA; no keys.
 *
 * @param id our SPI; the key of {@link CheckpointStore}
 * @param initiator whether we began it
 * @param remoteId empty until the peer is authenticated
 * @param suite e.g. {@code aes256gcm16-prfsha384-x25519}; empty until chosen
 * @param postQuantum whether its keys come of a post-quantum key exchange too
 * @param innerAddresses that one end gave the other (RFC 7296 §2.19); empty if none
 * @param natLocal we are behind a NAT (RFC 7296 §2.23)
 * @param rekeyInSeconds until the planned rekey, negative if none is planned
 * @param idleSeconds since the last authenticated message from the peer
 */
public record IkeSaView(
    String connection,
    long id,
    long initiatorSpi,
    long responderSpi,
    boolean initiator,
    IkeSaState state,
    InetSocketAddress local,
    InetSocketAddress remote,
    String localId,
    String remoteId,
    String suite,
    boolean postQuantum,
    List<InetAddress> innerAddresses,
    boolean natLocal,
    boolean natRemote,
    long ageSeconds,
    long rekeyInSeconds,
    long idleSeconds,
    List<ChildSaView> children) {}

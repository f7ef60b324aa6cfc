package io.yett.dataplane.sachannel;

/**
 * A reading of one installed SA, for people, metrics, and a returning control plane. It holds no
 * keys.
 *
 * @param spec the SA as installed, its key material wiped
 * @param active outbound only: the SA that its reqId's policy uses now
 * @param sequence last sequence number sent, or highest accepted (64 bits, RFC 4303 §2.2.1)
 * @param packets packets that passed (inbound: after the ICV was verified)
 * @param bytes octets of inner packets that passed
 * @param ageSeconds since installation
 * @param idleSeconds since the last packet passed; equals {@code ageSeconds} if none has
 * @param replayDrops packets refused by the replay window
 * @param authFailures packets whose ICV was wrong
 */
public record SaStatus(
    SaSpec spec,
    boolean active,
    long sequence,
    long packets,
    long bytes,
    long ageSeconds,
    long idleSeconds,
    long replayDrops,
    long authFailures) {}

package io.yett.dataplane.sachannel;

import java.net.InetAddress;

/**
 * The 5-tuple of one packet, as an ACQUIRE reports it (RFC 4301 §4.4.1, RFC 7296 §2.9: the first,
 * narrow traffic selector pair of a proposal).
 *
 * @param protocol IP protocol number, 0..255
 * @param sourcePort 0..65535; 0 where the protocol has no ports
 * @param destinationPort 0..65535; 0 where the protocol has no ports
 */
public record PacketTuple(
    int protocol,
    InetAddress source,
    int sourcePort,
    InetAddress destination,
    int destinationPort) {

  /** Rejects mixed families, and protocols or ports out of range. */
  public PacketTuple {
    if (source.getAddress().length != destination.getAddress().length) {
      throw new IllegalArgumentException("source and destination are of different families");
    }
    if (protocol < 0 || protocol > 255) {
      throw new IllegalArgumentException("bad protocol " + protocol);
    }
    if (sourcePort < 0 || sourcePort > 65_535 || destinationPort < 0 || destinationPort > 65_535) {
      throw new IllegalArgumentException("bad port " + sourcePort + " or " + destinationPort);
    }
  }
}

package io.yett.dataplane.sachannel;

/** How an SA carries packets (RFC 4301 §4.1). */
public enum IpsecMode {
  /** Whole packets within packets between the SA's ends. */
  TUNNEL,

  /**
   * What is behind the IP header of packets between the SA's ends themselves. A gateway's own
   * packets alone: those that it forwards are somebody else's.
   */
  TRANSPORT
}

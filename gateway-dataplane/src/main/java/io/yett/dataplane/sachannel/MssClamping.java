package io.yett.dataplane.sachannel;

/** Whether the segment size that TCP announces is made to fit the tunnel, in both directions. */
public enum MssClamping {
  OFF,
  /** To the tunnel's MTU, less the headers of IPv4 and TCP. */
  AUTO
}

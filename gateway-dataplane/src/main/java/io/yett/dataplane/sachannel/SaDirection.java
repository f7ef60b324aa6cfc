package io.yett.dataplane.sachannel;

/** The direction of a security association, as seen from this gateway (RFC 4301 §4.1). */
public enum SaDirection {
  INBOUND,
  OUTBOUND
}

package io.yett.dataplane.sachannel;

/** What the SPD does with a packet that a policy matches (RFC 4301 §4.4.1). */
public enum PolicyAction {
  PROTECT,
  BYPASS,
  DISCARD
}

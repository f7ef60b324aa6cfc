package io.yett.demo;

/**
 * What both gateways propose, in the notation that they share.
 *
 * @param ike e.g. {@code aes256gcm16-prfsha384-x25519}
 * @param esp an encryption and, if it needs one, an integrity algorithm
 */
record Proposals(String ike, String esp) {
  static final Proposals DEFAULT = new Proposals("aes256gcm16-prfsha384-x25519", "aes256gcm16");
}

/**
 * {@code ./yett bench ike}: how many IKE exchanges a second of a responder's CPU serves, Yett's
 * engine and strongSwan's charon in turn, asked by the same driver over UDP.
 */
package io.yett.perf.ike;

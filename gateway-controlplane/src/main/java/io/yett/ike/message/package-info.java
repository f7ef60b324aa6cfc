/**
 * IKEv2 messages on the wire (RFC 7296 §3): one class per payload, a total decoder, an encoder.
 * Knows nothing of exchanges, state or algorithms; no I/O.
 */
package io.yett.ike.message;

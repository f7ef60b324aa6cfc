/**
 * IKEv2 cryptography: proposals and their choice, key exchanges, key derivation, SK protection,
 * AUTH, cookies. Knows nothing of exchanges and state; no I/O. Randomness is injected.
 */
package io.yett.ike.crypto;

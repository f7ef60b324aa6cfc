/**
 * One class per Notify error: whether it ends the IKE SA, and how it is answered (RFC 7296 §2.21,
 * §3.10.1).
 */
package io.yett.ike.error;

/** State of IKE SAs and Child SAs (RFC 7296 §1.2, §2). Owned by the engine's thread. */
package io.yett.ike.sa;

/** ESP itself (RFC 4303): encapsulation, decapsulation and the replay window. */
package io.yett.dataplane.esp;

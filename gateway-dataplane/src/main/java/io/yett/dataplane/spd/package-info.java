/** The security policy database (RFC 4301 section 4.4.1) and the flow cache in front of it. */
package io.yett.dataplane.spd;

/** The security association database (RFC 4301 section 4.4.2), off-heap. */
package io.yett.dataplane.sad;

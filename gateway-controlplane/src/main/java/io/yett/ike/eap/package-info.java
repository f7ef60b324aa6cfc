/** EAP (RFC 3748) as server. Pure: messages in, messages out. */
package io.yett.ike.eap;

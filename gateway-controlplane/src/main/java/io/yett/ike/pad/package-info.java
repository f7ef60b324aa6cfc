/**
 * The peer authorization database (RFC 4301 §4.4.3): who may be who, with which secret, proposals
 * and traffic selectors.
 */
package io.yett.ike.pad;

/**
 * X.509 certificates of peers (RFC 5280, RFC 4945): paths, identities, revocation. Pure: what has
 * to be fetched is asked of an interface.
 */
package io.yett.ike.certificate;

/**
 * Fetches certificate revocation lists and OCSP responses: files and HTTP, bounded in size and
 * time.
 */
package io.yett.ike.revocation;

/** One small class per exchange (RFC 7296 §1.2-1.4), with build and process. */
package io.yett.ike.exchange;

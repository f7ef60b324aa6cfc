/**
 * The one configuration file of a gateway, as records, and its loader and checks. Both planes read
 * the same file, so this package is part of their contract: the control plane may import it (held
 * by an ArchUnit test). It knows nothing of DPDK, lanes or IKE.
 */
package io.yett.dataplane.config;

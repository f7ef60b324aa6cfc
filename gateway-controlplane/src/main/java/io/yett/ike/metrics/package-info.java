/** The control plane's metrics, for Prometheus. */
package io.yett.ike.metrics;

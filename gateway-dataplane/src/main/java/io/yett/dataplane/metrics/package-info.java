/**
 * What can be seen of the data plane: readings for Prometheus (Micrometer) and for the control
 * plane's status. Reads counters, writes nothing.
 */
package io.yett.dataplane.metrics;

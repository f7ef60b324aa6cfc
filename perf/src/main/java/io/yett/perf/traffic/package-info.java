/** The packets of a scenario, written to pcap files that all systems read. */
package io.yett.perf.traffic;

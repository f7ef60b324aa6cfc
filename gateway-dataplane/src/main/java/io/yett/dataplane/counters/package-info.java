/** What a lane counts: every packet ends in exactly one counter. */
package io.yett.dataplane.counters;

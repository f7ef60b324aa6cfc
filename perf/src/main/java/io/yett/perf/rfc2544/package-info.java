/** Throughput without loss, as RFC 2544 has it: trials at set rates, and a binary search. */
package io.yett.perf.rfc2544;

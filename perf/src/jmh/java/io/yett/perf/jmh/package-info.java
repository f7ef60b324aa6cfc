/**
 * Benchmarks of the parts of a lane, by JMH. Those of a package's own classes lie in that package.
 */
package io.yett.perf.jmh;

/** Compares two commits of Yett on one machine. */
package io.yett.perf.compare;

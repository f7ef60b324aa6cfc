/** Yett's packet path by itself: the program that the benchmark runs and reads. */
package io.yett.perf.lane;

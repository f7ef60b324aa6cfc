/** Runs scenarios round by round, all systems in turn. */
package io.yett.perf.run;

/** The systems that are measured, each in a process of its own. */
package io.yett.perf.contender;

/** Figures: their arithmetic, targets, and reports for people and for programs. */
package io.yett.perf.result;

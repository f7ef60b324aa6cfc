/**
 * Makes one self-contained page of a benchmark's JSON file: plots as inline SVG, tables, and how to
 * repeat it. No script, no font, no image: nothing is loaded.
 */
package io.yett.perf.html;

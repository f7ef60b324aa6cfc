/** What is measured: each scenario by name, and the catalogue of them all. */
package io.yett.perf.scenario;
